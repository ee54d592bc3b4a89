"""The vendored OpenAPI files, mended where deviations say so, as validators of answers."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator

from livegate.contract.versions import ApiVersion

FOLDER = Path(__file__).parent.parent / "contract" / "openapi"
Json = dict[str, Any]


def specification(version: ApiVersion) -> Json:
    content: Json = json.loads((FOLDER / f"openapi-{version}.json").read_text())
    if version is ApiVersion.V1_3_PREVIEW_1:
        mend_generator_slips(content["definitions"])
    return content


def mend_generator_slips(definitions: Json) -> None:
    """Put in the types that the schema calls ``object`` (deviation D-05)."""
    definitions["CreateLivenessSessionContent"]["properties"]["numberOfClientAttemptsAllowed"] = {"type": "integer"}
    definitions["AbuseMonitoringResult"]["properties"]["isAbuseDetected"] = {"type": "boolean"}
    for name in ("LivenessSession", "LivenessWithVerifySession"):
        definitions[name]["properties"]["isAbuseMonitoringEnabled"] = {"type": "boolean"}
    for name in ("LivenessAbuseMonitoringSetting", "LivenessAbuseMonitoringSettingUpdate"):
        definitions[name]["properties"]["enabled"] = {"type": "boolean"}


def validator(version: ApiVersion, definition: str) -> Draft4Validator:
    """Return a validator that also refuses members which the schema does not list."""
    definitions = specification(version)["definitions"]
    for candidate in definitions.values():
        if "properties" in candidate and "allOf" not in candidate:
            candidate["additionalProperties"] = False
    # Every official example has the word that the enumeration lacks (deviation D-04).
    reference = definitions.get("LivenessWithVerifyReference")
    if reference is not None:
        reference["properties"]["referenceType"] = {"enum": ["image"]}
    return Draft4Validator({"$ref": f"#/definitions/{definition}", "definitions": definitions})
