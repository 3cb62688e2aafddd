package org.pose2gloss.landmarks.mediapipe;

/**
 * Puts the face model's six outputs together to one mesh of 478 points.
 *
 * <p>Source of the numbering: {@code
 * modules/face_landmark/tensors_to_face_landmarks_with_attention.pbtxt}. Lips, eyes and irises
 * replace x and y of the mesh; z stays the mesh's, and irises take the mean z of their eye's
 * contour.
 */
final class FaceMesh {
  private static final int MESH_POINTS = 468;
  private static final int POINTS = 478;

  /** Points of an eye's list that are its contour, from which its iris takes z. */
  private static final int EYE_CONTOUR = 16;

  private static final int[] LIPS = {
    // Outer: lower, upper.
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
    // Inner: lower, upper.
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415,
    // Half outer: lower, upper.
    76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 184, 74, 73, 72, 11, 302, 303, 304, 408,
    // Half inner: lower, upper.
    62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 183, 42, 41, 38, 12, 268, 271, 272, 407
  };

  private static final int[] LEFT_EYE = {
    // Contour: lower, upper.
    33,
    7,
    163,
    144,
    145,
    153,
    154,
    155,
    133,
    246,
    161,
    160,
    159,
    158,
    157,
    173,
    // Second ring: lower, upper.
    130,
    25,
    110,
    24,
    23,
    22,
    26,
    112,
    243,
    247,
    30,
    29,
    27,
    28,
    56,
    190,
    // Third ring: lower, upper.
    226,
    31,
    228,
    229,
    230,
    231,
    232,
    233,
    244,
    113,
    225,
    224,
    223,
    222,
    221,
    189,
    // Inner edge of the brow.
    35,
    124,
    46,
    53,
    52,
    65,
    // Fifth ring: lower, and the outer edge of the brow.
    143,
    111,
    117,
    118,
    119,
    120,
    121,
    128,
    245,
    156,
    70,
    63,
    105,
    66,
    107,
    55,
    193
  };

  private static final int[] RIGHT_EYE = {
    // Contour: lower, upper.
    263,
    249,
    390,
    373,
    374,
    380,
    381,
    382,
    362,
    466,
    388,
    387,
    386,
    385,
    384,
    398,
    // Second ring: lower, upper.
    359,
    255,
    339,
    254,
    253,
    252,
    256,
    341,
    463,
    467,
    260,
    259,
    257,
    258,
    286,
    414,
    // Third ring: lower, upper.
    446,
    261,
    448,
    449,
    450,
    451,
    452,
    453,
    464,
    342,
    445,
    444,
    443,
    442,
    441,
    413,
    // Inner edge of the brow.
    265,
    353,
    276,
    283,
    282,
    295,
    // Fifth ring: lower, and the outer edge of the brow.
    372,
    340,
    346,
    347,
    348,
    349,
    350,
    357,
    465,
    383,
    300,
    293,
    334,
    296,
    336,
    285,
    417
  };

  private static final int LEFT_IRIS = 468;
  private static final int RIGHT_IRIS = 473;
  private static final int IRIS_POINTS = 5;

  private FaceMesh() {}

  /**
   * The whole mesh.
   *
   * @param parts mesh {@code float[468 * 3]}; lips {@code [80 * 2]}, left and right eye {@code [71
   *     * 2]}, left and right iris {@code [5 * 2]}, all in pixels of the model's input
   * @return {@code float[478 * 3]}, in the same pixels
   */
  static float[] assembled(float[]... parts) {
    float[] mesh = new float[POINTS * 3];
    System.arraycopy(parts[0], 0, mesh, 0, MESH_POINTS * 3);
    refine(mesh, LIPS, parts[1]);
    refine(mesh, LEFT_EYE, parts[2]);
    refine(mesh, RIGHT_EYE, parts[3]);
    addIris(mesh, LEFT_IRIS, parts[4], LEFT_EYE);
    addIris(mesh, RIGHT_IRIS, parts[5], RIGHT_EYE);
    return mesh;
  }

  private static void refine(float[] mesh, int[] indices, float[] refined) {
    for (int i = 0; i < indices.length; i++) {
      mesh[indices[i] * 3] = refined[i * 2];
      mesh[indices[i] * 3 + 1] = refined[i * 2 + 1];
    }
  }

  private static void addIris(float[] mesh, int first, float[] iris, int[] eye) {
    float z = 0;
    for (int i = 0; i < EYE_CONTOUR; i++) {
      z += mesh[eye[i] * 3 + 2];
    }
    z /= EYE_CONTOUR;
    for (int i = 0; i < IRIS_POINTS; i++) {
      mesh[(first + i) * 3] = iris[i * 2];
      mesh[(first + i) * 3 + 1] = iris[i * 2 + 1];
      mesh[(first + i) * 3 + 2] = z;
    }
  }
}
