"""The two npm packages: what an app installs, imports and compiles."""

import json
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

import livegate
from livegate.app import WEB_DIRECTORY
from tests.support.packages import find_program

REPOSITORY = Path(__file__).parents[3]
ELEMENT = WEB_DIRECTORY / "element"
APP = Path(__file__).parent / "typescript" / "app.ts"
COMPILERS = {"typescript-4.5": "node", "typescript-5.4": "node", "typescript-newest": "bundler"}
"""The compilers of the published samples and newer ones, each with how such a project finds packages."""
RUN_SECONDS = 120


def run(*argv: str, folder: Path) -> str:
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, check=False, timeout=RUN_SECONDS)  # noqa: S603  # fixed argv
    if done.returncode != 0:
        pytest.fail(f"{' '.join(argv)}\n{done.stdout}\n{done.stderr}", pytrace=False)
    return done.stdout


def names_in(tarball: Path) -> set[str]:
    with tarfile.open(tarball) as opened:
        return set(opened.getnames())


@pytest.fixture(scope="module")
def tarballs(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """What ``make packages`` writes: the element, and its assets."""
    find_program("npm")
    folder = tmp_path_factory.mktemp("dist")
    run("make", "packages", f"PACKAGES={folder}", folder=REPOSITORY)
    return sorted(folder.iterdir())


@pytest.fixture(scope="module")
def app(tarballs: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty project into which both packages were installed."""
    folder = tmp_path_factory.mktemp("app")
    (folder / "package.json").write_text('{"private": true}', encoding="utf-8")
    run(find_program("npm"), "install", "--offline", "--no-audit", "--no-fund", *map(str, tarballs), folder=folder)
    shutil.copy(APP, folder)
    return folder


@pytest.mark.parametrize("folder", [ELEMENT, ELEMENT / "assets"], ids=["element", "assets"])
def test_a_package_has_livegates_version_and_needs_no_other(folder: Path) -> None:
    described = json.loads((folder / "package.json").read_text(encoding="utf-8"))

    assert described["version"] == livegate.__version__
    assert not [field for field in described if field.lower().endswith("dependencies")]


def test_the_packages_hold_their_licence_and_nothing_that_is_not_shipped(tarballs: list[Path]) -> None:
    element, assets = map(names_in, tarballs)
    licence = {"package/LICENSE", "package/NOTICE", "package/package.json"}

    assert element == licence | {
        f"package/{name}" for name in ("README.md", "FaceLivenessDetector.js", "FaceLivenessDetector.d.ts")
    }
    served = [path for path in (ELEMENT / "assets").rglob("*") if path.is_file() and path.name != "package.json"]
    assert assets == licence | {f"package/{path.relative_to(ELEMENT / 'assets')}" for path in served}


@pytest.mark.parametrize(("compiler", "resolution"), COMPILERS.items(), ids=COMPILERS)
def test_an_app_compiles(app: Path, element_packages: Path, compiler: str, resolution: str) -> None:
    options = {
        "strict": True,
        "skipLibCheck": False,
        "noEmit": True,
        "target": "es2020",
        "module": "esnext",
        "moduleResolution": resolution,
        "lib": ["es2020", "dom"],
        "types": [],
    }
    project = {"compilerOptions": options, "files": ["app.ts"]}
    (app / f"{compiler}.json").write_text(json.dumps(project), encoding="utf-8")

    node = find_program("node")
    run(node, str(element_packages / compiler / "bin" / "tsc"), "--project", f"{compiler}.json", folder=app)


@pytest.mark.parametrize("name", ["LivenessError", "RecognitionError", "LivenessStatus", "RecognitionStatus"])
def test_the_declarations_name_the_values_that_the_module_exports(name: str) -> None:
    declared = (ELEMENT / "FaceLivenessDetector.d.ts").read_text(encoding="utf-8")
    values = re.findall(r"readonly (\w+): \"\1\";", declared.partition(f"const {name}: {{")[2].partition("};")[0])
    script = f"import {{ {name} }} from {json.dumps(str(ELEMENT / 'FaceLivenessDetector.js'))}; console.log({name});"

    exported = run(find_program("node"), "--input-type=module", "--eval", script, folder=ELEMENT)

    assert re.findall(r"(\w+): '\1'", exported) == values != []


def test_the_modules_syntax_is_es2019(element_packages: Path) -> None:
    """What a compiler would rewrite for that year's browsers is newer than the samples' bundlers allow."""
    script = """
    const compiler = require("typescript");
    const source = require("node:fs").readFileSync(0, "utf8");
    const written = (target) => compiler.transpile(source, { target, module: "esnext", removeComments: true });
    process.exit(written("es2019") === written("esnext") ? 0 : 1);
    """
    source = (ELEMENT / "FaceLivenessDetector.js").read_text(encoding="utf-8")
    environment = {"NODE_PATH": str(element_packages)}

    for text, code in ((source, 0), (f"{source}\nexport const late = globalThis?.late;", 1)):
        argv = [find_program("node"), "--eval", script]
        assert subprocess.run(argv, input=text, text=True, env=environment, check=False).returncode == code  # noqa: S603  # fixed argv
