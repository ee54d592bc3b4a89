"""The weighings that were fitted to development data. Made by ``python -m tools.fit_fusion``.

Fitted to 27 clips of living people and 511 attacks of 19 types, nearly all of
them rendered from these clips. Run that again instead of changing a number.
"""

from livegate.liveness.weighing import Knot, Weighing

FITTED_WEIGHINGS = {
    "texture_live_median": Weighing(
        (
            Knot(7.036e-05, -4.5),
            Knot(0.09033, -4.5),
            Knot(0.1624, -1.59),
            Knot(0.2597, -1.59),
            Knot(0.2808, -0.85),
            Knot(0.4483, -0.85),
            Knot(0.5811, -0.55),
            Knot(0.6727, -0.55),
            Knot(0.7663, 0.371),
            Knot(0.9968, 0.371),
            Knot(0.999, 1.86),
            Knot(0.9997, 1.86),
            Knot(0.9998, 4.04),
            Knot(0.9999, 4.04),
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
    "expression_change": Weighing(
        (
            Knot(0.002658, -0.625),
            Knot(0.004592, -0.625),
            Knot(0.005215, -0.439),
            Knot(0.007195, -0.439),
            Knot(0.007987, -0.0467),
            Knot(0.01043, -0.0467),
            Knot(0.01163, 0.398),
            Knot(0.02241, 0.398),
        )
    ),
    "blink_range": Weighing(
        (
            Knot(0.001213, -2.59),
            Knot(0.02745, -2.59),
            Knot(0.03105, -0.9),
            Knot(0.03789, -0.9),
            Knot(0.03832, -0.577),
            Knot(0.05561, -0.577),
            Knot(0.0682, -0.0932),
            Knot(0.1914, -0.0932),
            Knot(0.2612, 0.599),
            Knot(0.7064, 0.599),
        )
    ),
    "lowest_identity_cosine": Weighing(
        (
            Knot(0.25, -5.1),
            Knot(0.3887, 0),
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
