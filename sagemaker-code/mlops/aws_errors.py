"""What AWS says when it refuses a call, in few words."""

from __future__ import annotations

from typing import Any, Dict


def aws_reason(error: Exception) -> str:
    """Returns AWS's reason and its code, such as `Access Denied (AccessDenied)`, or the text of any other error.

    The text of a botocore ClientError repeats the name of the operation: "An error occurred (AccessDenied) when calling
    the GetObject operation: Access Denied".
    """
    response: Dict[str, Any] = getattr(error, "response", None) or {}
    details = response.get("Error") or {}
    if not details.get("Code"):
        return str(error)
    return "{} ({})".format(str(details.get("Message") or "no reason").rstrip("."), details["Code"])
