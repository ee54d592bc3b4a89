from collections import Counter
from pathlib import Path

import pytest

from livegate.evaluation.data_set import DataSet, DataSetError, Layout, Medium
from livegate.evaluation.layouts.reading import read_data_set


def laid_out(directory: Path, *names: str) -> Path:
    for name in names:
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"content")
    return directory


def kinds(data_set: DataSet) -> dict[str, str | None]:
    return {item.name: item.attack for item in data_set.presentations}


def test_a_manifest_names_clips_photos_and_folders_of_frames(tmp_path: Path) -> None:
    laid_out(tmp_path, "a.mp4", "b.jpg", "frames/2.jpg", "frames/1.jpg", "frames/notes.txt")
    (tmp_path / "manifest.csv").write_text(
        "file,kind,source_repo\na.mp4,live,phone\nb.jpg,Bona-Fide,\nframes,print,desk\nlost.mov,replay,desk\n"
    )
    data_set = read_data_set(tmp_path)
    assert data_set.layout is Layout.MANIFEST
    assert kinds(data_set) == {"a.mp4": None, "b.jpg": None, "frames": "print", "lost.mov": "replay"}
    assert [item.source for item in data_set.presentations] == ["phone", tmp_path.name, "desk", "desk"]
    assert [item.medium for item in data_set.presentations] == [Medium.CLIP, Medium.PHOTO, Medium.CLIP, Medium.CLIP]
    assert [path.name for path in data_set.presentations[2].files] == ["1.jpg", "2.jpg"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("file\na.mp4\n", "line 1: there is no column 'kind' or 'label'"),
        ("file,kind\na.mp4,live\n,live\n", "line 3: the column 'file' is empty"),
        ("file,kind\na.mp4,\n", "line 2: the column 'kind' is empty"),
        ("file,kind\na.mp4,1\n", "line 2: '1' says neither live nor which attack"),
        ("file,kind\na.mp4,live,more\n", "line 2: there are more cells than columns"),
        ('file,kind\n"a.mp4"x,live\n', "is not a CSV file"),
    ],
)
def test_a_manifests_faults_are_named_by_line(tmp_path: Path, content: str, complaint: str) -> None:
    (tmp_path / "manifest.csv").write_text(content)
    with pytest.raises(DataSetError, match=complaint):
        read_data_set(tmp_path)


def test_what_is_no_text_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "manifest.csv").write_bytes(b"file,kind\n\xff\xfe,live\n")
    with pytest.raises(DataSetError, match=r"manifest\.csv is not UTF-8 text"):
        read_data_set(tmp_path)


def test_pairs_of_photos_lie_in_the_folder_and_clips_beside_it(tmp_path: Path) -> None:
    folder = laid_out(tmp_path / "faces", "a.jpg", "b.jpg")
    (folder / "manifest.csv").write_text("file,kind\na.jpg,pair member\n")
    (folder / "pairs.csv").write_text("set,same,file_a,file_b\nselfies,1,a.jpg,b.jpg\n")
    (folder / "pairs_photo_video.csv").write_text("same,photo,video,video_kind\n0,photos/c.jpg,clips/d.mp4,live\n")
    data_set = read_data_set(folder)
    assert data_set.layout is Layout.PAIRS
    assert [(item.reference, item.probe, item.genuine, item.group) for item in data_set.comparisons] == [
        (folder / "a.jpg", folder / "b.jpg", True, "selfies"),
        (tmp_path / "photos/c.jpg", tmp_path / "clips/d.mp4", False, "photo and live clip"),
    ]


def test_a_pair_that_is_neither_same_nor_different_is_named(tmp_path: Path) -> None:
    (tmp_path / "pairs.csv").write_text("same,file_a,file_b\nmaybe,a.jpg,b.jpg\n")
    with pytest.raises(DataSetError, match=r"pairs\.csv, line 2: the column 'same' is 'maybe'; it must be 1 or 0"):
        read_data_set(tmp_path)


def test_lfw_is_read_as_its_archives_unpack(tmp_path: Path) -> None:
    photos = tmp_path / "lfw-deepfunneled"
    laid_out(photos, "Ann/Ann_0001.jpg", "Ann/Ann_0012.jpg", "Bob/Bob_0003.jpg")
    (tmp_path / "pairs.txt").write_text("10\t300\nAnn\t1\t12\nAnn\t1\tBob\t3\n")
    data_set = read_data_set(tmp_path)
    assert data_set.layout is Layout.LFW
    assert [(item.reference.name, item.probe.name, item.genuine) for item in data_set.comparisons] == [
        ("Ann_0001.jpg", "Ann_0012.jpg", True),
        ("Ann_0001.jpg", "Bob_0003.jpg", False),
    ]
    assert all(item.reference.exists() and item.probe.exists() for item in data_set.comparisons)


@pytest.mark.parametrize("line", ["Ann 1", "Ann one 2", "Ann 1 Bob 2 3"])
def test_an_lfw_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "pairs.txt").write_text(f"1 2\n{line}\n")
    with pytest.raises(DataSetError, match=r"pairs\.txt, line 2: "):
        read_data_set(tmp_path)


def test_oulu_npu_says_the_species_in_the_names(tmp_path: Path) -> None:
    laid_out(tmp_path, *(f"Test_files/1_3_36_{file}.avi" for file in range(1, 6)), "Test_files/1_3_36_1.txt")
    data_set = read_data_set(tmp_path)
    assert data_set.layout is Layout.OULU_NPU
    assert [item.attack for item in data_set.presentations] == [None, "print 1", "print 2", "replay 1", "replay 2"]
    assert {item.source for item in data_set.presentations} == {"phone 1, session 3"}


def test_casia_fasd_numbers_the_clips_of_a_person(tmp_path: Path) -> None:
    numbers = [*map(str, range(1, 9)), *(f"HR_{number}" for number in range(1, 5))]
    laid_out(
        tmp_path,
        *(
            f"{part}/{person}/{name}.avi"
            for part in ("train_release", "test_release")
            for person in (1, 2)
            for name in numbers
        ),
    )
    data_set = read_data_set(tmp_path)
    assert data_set.layout is Layout.CASIA_FASD
    assert Counter(item.attack for item in data_set.presentations) == {
        None: 12,
        "warped photo": 12,
        "cut photo": 12,
        "replay": 12,
    }
    assert Counter(item.source for item in data_set.presentations) == {"train_release": 24, "test_release": 24}


def test_replay_attack_and_msu_mfsd_say_the_species_in_the_names(tmp_path: Path) -> None:
    laid_out(
        tmp_path,
        "devel/real/client004_session01_webcam_authenticate_adverse_1.mov",
        "devel/attack/fixed/attack_print_client004_session01_highdef_photo_adverse.mov",
        "devel/attack/hand/attack_mobile_client004_session01_mobile_video_adverse.mov",
        "scene01/attack/attack_client001_android_SD_ipad_video_scene01.mp4",
        "scene01/real/real_client001_android_SD_scene01.mp4",
    )
    data_set = read_data_set(tmp_path)
    assert data_set.layout is Layout.FOLDERS
    assert sorted(map(str, kinds(data_set).values())) == ["None", "None", "ipad_video", "mobile", "print"]
    assert {item.source for item in data_set.presentations} == {"devel", "scene01"}


def test_folders_tell_photos_clips_and_folders_of_frames_apart(tmp_path: Path) -> None:
    laid_out(
        tmp_path,
        "Real/a.png",
        "real/person-1/0001.jpg",
        "real/person-1/0002.jpg",
        "spoof/print/b.jpg",
        "spoof/c.webm",
        "spoof/mask/paper/f.jpg",
        "Data/test/17/live/d.jpg",
        "notes/e.jpg",
    )
    data_set = read_data_set(tmp_path)
    assert {item.name: (item.medium, len(item.files), item.attack) for item in data_set.presentations} == {
        "Real/a.png": (Medium.PHOTO, 1, None),
        "real/person-1": (Medium.CLIP, 2, None),
        "spoof/print/b.jpg": (Medium.PHOTO, 1, "print"),
        "spoof/c.webm": (Medium.CLIP, 1, "spoof"),
        "spoof/mask/paper/f.jpg": (Medium.PHOTO, 1, "paper"),
        "Data/test/17/live/d.jpg": (Medium.PHOTO, 1, None),
    }


def test_a_list_of_words_is_read_in_either_order(tmp_path: Path) -> None:
    (tmp_path / "test.txt").write_text("a.jpg live\nprint, b.mp4\n")
    data_set = read_data_set(tmp_path)
    assert data_set.layout is Layout.LABEL_LIST
    assert kinds(data_set) == {"a.jpg": None, "b.mp4": "print"}


def test_a_list_of_numbers_is_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "test.txt").write_text("a.jpg 0\nb.jpg 1\n-2,c.jpg\n")
    with pytest.raises(DataSetError, match=r"test\.txt, line 1: the label is '0', .* --bona-fide-label"):
        read_data_set(tmp_path)
    assert kinds(read_data_set(tmp_path, bona_fide_label="1")) == {
        "a.jpg": "label 0",
        "b.jpg": None,
        "c.jpg": "label -2",
    }
    with pytest.raises(DataSetError, match="--bona-fide-label is 'live'; it must be a number"):
        read_data_set(tmp_path, bona_fide_label="live")


def test_a_line_of_another_form_is_named(tmp_path: Path) -> None:
    (tmp_path / "test.txt").write_text("a.jpg live\nwords without a file\n")
    with pytest.raises(DataSetError, match=r"test\.txt, line 2: a line is `path label`"):
        read_data_set(tmp_path)


def test_what_is_no_data_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataSetError, match="is no data set: it holds neither"):
        read_data_set(tmp_path)
    with pytest.raises(DataSetError, match="is not a folder"):
        read_data_set(tmp_path / "nowhere")
    with pytest.raises(DataSetError, match=r"manifest\.csv is not there"):
        read_data_set(tmp_path, Layout.MANIFEST)
    (tmp_path / "manifest.csv").write_text("file,kind\n")
    with pytest.raises(DataSetError, match="holds nothing to measure in the layout manifest"):
        read_data_set(tmp_path)


def test_a_limit_takes_as_many_of_each_kind_spread_over_the_set(tmp_path: Path) -> None:
    rows = [*(f"live-{index}.mp4,live" for index in range(10)), *(f"print-{index}.mp4,print" for index in range(2))]
    (tmp_path / "manifest.csv").write_text("\n".join(["file,kind", *rows]))
    limited = read_data_set(tmp_path).limited(3)
    assert [item.name for item in limited.presentations] == [
        "live-0.mp4",
        "live-3.mp4",
        "live-6.mp4",
        "print-0.mp4",
        "print-1.mp4",
    ]
