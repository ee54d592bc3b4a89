"""The weighings that were fitted to development data. Made by ``python -m tools.fit_fusion``.

Fitted to 27 clips of living people and 511 attacks of 21 types, nearly all of
them rendered from these clips. Run that again instead of changing a number.
"""

from livegate.liveness.weighing import Knot, Weighing

FITTED_WEIGHINGS = {
    "texture_live_median": Weighing(
        (
            Knot(7.036e-05, -4.42),
            Knot(0.09033, -4.42),
            Knot(0.1624, -1.5),
            Knot(0.2596, -1.5),
            Knot(0.2808, -0.886),
            Knot(0.5028, -0.886),
            Knot(0.5811, -0.553),
            Knot(0.6727, -0.553),
            Knot(0.7663, 0.296),
            Knot(0.9968, 0.296),
            Knot(0.999, 1.3),
            Knot(0.9996, 1.3),
            Knot(0.9997, 3.61),
            Knot(0.9999, 3.61),
        )
    ),
    "medium_border_share": Weighing(
        (
            Knot(0.2, 0),
            Knot(0.4, -4.72),
        )
    ),
    "moire_prominence": Weighing(
        (
            Knot(2.547, 0),
            Knot(3.2, -5.1),
        )
    ),
    "unexplained_foreshortening": Weighing(
        (
            Knot(0.4188, 0),
            Knot(0.56, -4.19),
        )
    ),
    "parallax": Weighing(
        (
            Knot(0.6, -3.78),
            Knot(0.7232, 0),
        )
    ),
    "picture_tilt": Weighing(
        (
            Knot(0.02968, 0),
            Knot(0.035, -4.85),
        )
    ),
    "expression_change": Weighing(
        (
            Knot(0.002658, -0.547),
            Knot(0.004592, -0.547),
            Knot(0.004829, -0.394),
            Knot(0.005367, -0.394),
            Knot(0.005484, -0.394),
            Knot(0.007216, -0.394),
            Knot(0.007987, -0.0328),
            Knot(0.01043, -0.0328),
            Knot(0.01146, 0.352),
            Knot(0.02255, 0.352),
        )
    ),
    "blink_range": Weighing(
        (
            Knot(0.001213, -2.53),
            Knot(0.02745, -2.53),
            Knot(0.03105, -0.813),
            Knot(0.03789, -0.813),
            Knot(0.03829, -0.543),
            Knot(0.05561, -0.543),
            Knot(0.0687, -0.0907),
            Knot(0.1804, -0.0907),
            Knot(0.2636, 0.545),
            Knot(0.7064, 0.545),
        )
    ),
    "lowest_identity_cosine": Weighing(
        (
            Knot(0.25, -5.1),
            Knot(0.3951, 0),
        )
    ),
    "repeated_frames_share": Weighing(
        (
            Knot(0.25, 0),
            Knot(0.5, -5.1),
        )
    ),
    "size_step": Weighing(
        (
            Knot(0.383, 0),
            Knot(0.5, -5.1),
        )
    ),
    "motion_spread": Weighing(
        (
            Knot(0.009, -5.1),
            Knot(0.009926, 0),
        )
    ),
    "motion_repetition": Weighing(
        (
            Knot(0.1, -4.19),
            Knot(0.1594, 0),
        )
    ),
    "motion_reversal": Weighing(
        (
            Knot(0.1, -4.19),
            Knot(0.1621, 0),
        )
    ),
}
