"""The weighings that were fitted to development data. Made by ``python -m tools.fit_fusion``.

Fitted to 27 clips of living people and 468 attacks of 19 types, nearly all of
them rendered from these clips. Run that again instead of changing a number.
"""

from livegate.liveness.weighing import Knot, Weighing

FITTED_WEIGHINGS = {
    "texture_live_median": Weighing(
        (
            Knot(7.036e-05, -3.52),
            Knot(0.1401, -3.52),
            Knot(0.2808, -0.523),
            Knot(0.7342, -0.523),
            Knot(0.838, 0.341),
            Knot(0.9877, 0.341),
            Knot(0.9981, 1.45),
            Knot(0.9996, 1.45),
            Knot(0.9997, 2.9),
            Knot(0.9999, 2.9),
        )
    ),
    "medium_border_share": Weighing(
        (
            Knot(0.2, 0),
            Knot(0.4, -3.69),
        )
    ),
    "moire_prominence": Weighing(
        (
            Knot(2.524, 0),
            Knot(3.2, -4.03),
        )
    ),
    "unexplained_foreshortening": Weighing(
        (
            Knot(0.4188, 0),
            Knot(0.56, -3.18),
        )
    ),
    "parallax": Weighing(
        (
            Knot(0.6, -2.77),
            Knot(0.7314, 0),
        )
    ),
    "expression_change": Weighing(
        (
            Knot(0.002441, -1.31),
            Knot(0.003062, -1.31),
            Knot(0.003204, -0.717),
            Knot(0.004167, -0.717),
            Knot(0.004592, -0.351),
            Knot(0.007735, -0.351),
            Knot(0.008553, 0.0366),
            Knot(0.01047, 0.0366),
            Knot(0.0119, 0.44),
            Knot(0.02255, 0.44),
        )
    ),
    "blink_range": Weighing(
        (
            Knot(0.001482, -2),
            Knot(0.03789, -2),
            Knot(0.0402, -0.559),
            Knot(0.0606, -0.559),
            Knot(0.06529, -0.406),
            Knot(0.07235, -0.406),
            Knot(0.08091, 0.0137),
            Knot(0.2094, 0.0137),
            Knot(0.3458, 0.813),
            Knot(0.7321, 0.813),
        )
    ),
    "lowest_identity_cosine": Weighing(
        (
            Knot(0.25, -4.03),
            Knot(0.3947, 0),
        )
    ),
    "repeated_frames_share": Weighing(
        (
            Knot(0.25, 0),
            Knot(0.5, -4.03),
        )
    ),
    "size_step": Weighing(
        (
            Knot(0.2929, 0),
            Knot(0.5, -4.03),
        )
    ),
    "motion_spread": Weighing(
        (
            Knot(0.009, -4.03),
            Knot(0.01161, 0),
        )
    ),
    "motion_repetition": Weighing(
        (
            Knot(0.1, -3.53),
            Knot(0.3096, 0),
        )
    ),
    "motion_reversal": Weighing(
        (
            Knot(0.1, -3.53),
            Knot(0.1621, 0),
        )
    ),
}
