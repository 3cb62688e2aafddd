package org.pose2gloss.house;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** The modules and what each knows, as their poms have it: a picture (Mermaid) and a table. */
final class ModulesPage {
  private static final String GROUP = "org.pose2gloss";

  /** Modules by artifact, in the order of the build. */
  private final Map<String, Module> modules = new LinkedHashMap<>();

  private record Module(String folder, String description, Set<String> knows) {}

  private ModulesPage(Path root) throws Exception {
    Element parent = pom(root);
    for (Element module : children(child(parent, "modules"), "module")) {
      String folder = module.getTextContent().strip();
      Element pom = pom(root.resolve(folder));
      Set<String> knows = new LinkedHashSet<>();
      for (Element dependencies : children(pom, "dependencies")) {
        children(dependencies, "dependency").stream()
            .filter(dependency -> text(dependency, "groupId").equals(GROUP))
            .forEach(dependency -> knows.add(text(dependency, "artifactId")));
      }
      modules.put(text(pom, "artifactId"), new Module(folder, text(pom, "description"), knows));
    }
  }

  static String text(Path root) throws Exception {
    ModulesPage page = new ModulesPage(root);
    return page.picture() + "\n\n" + page.table();
  }

  /** An arrow is left out where a longer way says the same. */
  private String picture() {
    List<String> lines = new ArrayList<>(List.of("```mermaid", "flowchart TD"));
    modules.forEach((artifact, module) -> lines.add("  " + artifact + "[" + module.folder + "]"));
    modules.forEach(
        (artifact, module) ->
            module.knows.stream()
                .filter(
                    known ->
                        module.knows.stream()
                            .noneMatch(other -> !other.equals(known) && reaches(other, known)))
                .forEach(known -> lines.add("  " + artifact + " --> " + known)));
    lines.add("```");
    return String.join("\n", lines);
  }

  private boolean reaches(String from, String to) {
    return from.equals(to)
        || modules.get(from).knows.stream().anyMatch(known -> reaches(known, to));
  }

  private String table() {
    return Markdown.table(
        List.of("module", "holds", "knows"),
        modules.values().stream()
            .map(
                module ->
                    List.of(
                        "`" + module.folder + "`",
                        module.description,
                        module.knows.stream()
                            .map(artifact -> "`" + modules.get(artifact).folder + "`")
                            .sorted()
                            .collect(Collectors.joining(", "))))
            .toList());
  }

  private static Element pom(Path folder) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(folder.resolve("pom.xml").toFile())
        .getDocumentElement();
  }

  private static Element child(Element parent, String name) {
    return children(parent, name).get(0);
  }

  private static String text(Element parent, String name) {
    return child(parent, name).getTextContent().strip();
  }

  private static List<Element> children(Element parent, String name) {
    return IntStream.range(0, parent.getChildNodes().getLength())
        .mapToObj(parent.getChildNodes()::item)
        .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
        .map(Element.class::cast)
        .filter(element -> element.getTagName().equals(name))
        .toList();
  }
}
