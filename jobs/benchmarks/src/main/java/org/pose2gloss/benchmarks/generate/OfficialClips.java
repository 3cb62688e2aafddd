package org.pose2gloss.benchmarks.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The videos of WLASL with glosses and splits, in the order of its own list. */
final class OfficialClips {
  private OfficialClips() {}

  /**
   * Reads the list.
   *
   * @param list JSON in the format of {@code WLASL_v0.3.json}
   * @param glosses only so many, the most frequent first as the list has them; 0 = all
   * @param times how often: 0.5 = every other video, 2 = each twice
   */
  static List<Clip> read(Path list, int glosses, double times) throws IOException {
    List<Clip> clips = new ArrayList<>();
    int place = 0;
    int label = 0;
    for (JsonNode entry : JsonMapper.builder().build().readTree(list.toFile())) {
      if (glosses > 0 && label == glosses) {
        break;
      }
      for (JsonNode instance : entry.get("instances")) {
        int copies = (int) (Math.floor((place + 1) * times) - Math.floor(place * times));
        for (int copy = 0; copy < copies; copy++) {
          clips.add(clip(entry.get("gloss").asText(), label, instance, copy));
        }
        place++;
      }
      label++;
    }
    return clips;
  }

  private static Clip clip(String gloss, int label, JsonNode instance, int copy) {
    String videoId = instance.get("video_id").asText();
    String split = instance.get("split").asText();
    return new Clip(
        copy == 0 ? videoId : videoId + "-" + (copy + 1),
        videoId,
        copy,
        gloss,
        label,
        split.equals("val") ? "validation" : split,
        instance.path("signer_id").isInt() ? instance.get("signer_id").asText() : null,
        instance.get("frame_end_25fps").asInt() - instance.get("frame_start_25fps").asInt() + 1);
  }
}
