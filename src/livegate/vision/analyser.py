"""Everything that one picture shows of a face, as an observation."""

import numpy as np

from livegate.liveness.observation import FaceObservation, FrameObservation, ReferenceObservation, StillFace
from livegate.vision.blendshapes import BlendshapeEstimator, eye_blink, smile
from livegate.vision.detector import FaceDetector
from livegate.vision.finder import FaceFinder, Preference
from livegate.vision.fingerprint import fingerprint
from livegate.vision.frame import Frame, Pixels
from livegate.vision.landmarker import FaceLandmarker, Mesh
from livegate.vision.medium_border import medium_border
from livegate.vision.moire import MoireMeter
from livegate.vision.networks import Networks
from livegate.vision.perceptual_hash import perceptual_hash
from livegate.vision.pose import head_pose
from livegate.vision.quality import face_quality, pixel_noise
from livegate.vision.recogniser import FaceRecogniser, align
from livegate.vision.runtime import FloatArray
from livegate.vision.texture import TextureReader


class FaceAnalyser:
    """Looks at pictures, one at a time: not thread-safe, every worker has its own."""

    def __init__(self, networks: Networks) -> None:
        self.models = networks.models
        self._finder = FaceFinder(FaceDetector(networks.detector), FaceLandmarker(networks.landmarker))
        self._blendshapes = BlendshapeEstimator(networks.blendshapes)
        self._texture = TextureReader(networks.presentation_attack)
        self._moire = MoireMeter()
        self._recogniser = FaceRecogniser(networks.recognition, networks.second_recognition)

    def observe(self, frame: Frame, *, with_texture: bool) -> FrameObservation:
        """Return what a frame of a capture shows; none of its faces is embedded.

        Texture, and with it the traces of a medium, are those of the most prominent face.
        """
        pixels = frame.pixels
        height, width = pixels.shape[:2]
        found = self._finder.find(pixels)
        mesh = found.mesh
        read = mesh.box if mesh is not None and with_texture else None
        return FrameObservation(
            captured_at=frame.captured_at,
            width=width,
            height=height,
            face_count=found.count,
            face=None if mesh is None else self._face(pixels, mesh),
            texture=None if read is None else self._texture.read(pixels, read),
            embedding=None,
            fingerprint=fingerprint(pixels),
            border=None if read is None else medium_border(pixels, read),
            moire=None if read is None else self._moire.prominence(pixels, read),
            perceptual_hash=None if mesh is None else perceptual_hash(align(pixels, mesh.landmarks)),
        )

    def observe_reference(
        self, pixels: Pixels, *, preference: Preference = Preference.PROMINENT
    ) -> ReferenceObservation:
        """Return what a still photo shows, searched more thoroughly than a frame."""
        height, width = pixels.shape[:2]
        found = self._finder.find(pixels, thorough=True, preference=preference)
        if found.mesh is None:
            return ReferenceObservation(width, height, found.count, face=None, embedding=None, embedding_norm=0.0)
        embedding, norm = self._embed_still(pixels, found.mesh)
        face = self._face(pixels, found.mesh)
        return ReferenceObservation(width, height, found.count, face=face, embedding=embedding, embedding_norm=norm)

    def observe_faces(self, pixels: Pixels, *, with_embedding_norms: bool) -> tuple[StillFace, ...]:
        """Return every face of a still photo, searched as thoroughly as a reference; no embedding is kept."""
        return tuple(
            StillFace(
                self._face(pixels, mesh),
                pixel_noise=pixel_noise(pixels, mesh.box),
                embedding_norm=self._embed_still(pixels, mesh)[1] if with_embedding_norms else None,
            )
            for mesh in self._finder.find_all(pixels)
        )

    def embed(self, aligned: Pixels) -> tuple[FloatArray, float]:
        """Return the embedding of a face cut out by ``recogniser.align``, and its length before."""
        return self._recogniser.embed(aligned)

    def _embed_still(self, pixels: Pixels, mesh: Mesh) -> tuple[FloatArray, float]:
        # A capture's template is the mean over several frames; a photo's, over itself and its mirror image.
        return self._recogniser.embed(align(pixels, mesh.landmarks), with_mirror=True)

    def _face(self, pixels: Pixels, mesh: Mesh) -> FaceObservation:
        blendshapes = self._blendshapes.estimate(mesh.landmarks)
        return FaceObservation(
            rectangle=mesh.box.rectangle(),
            landmarks=mesh.landmarks,
            presence=mesh.presence,
            visible_share=_visible_share(pixels, mesh),
            pose=head_pose(mesh.landmarks),
            blendshapes=blendshapes,
            eye_blink=eye_blink(blendshapes),
            smile=smile(blendshapes),
            quality=face_quality(pixels, mesh.box),
        )


def _visible_share(pixels: Pixels, mesh: Mesh) -> float:
    height, width = pixels.shape[:2]
    if mesh.box.lies_within(width, height):
        return 1.0
    points = mesh.landmarks[:, :2]
    return float(np.mean(np.all((points >= 0) & (points < (width, height)), axis=1)))
