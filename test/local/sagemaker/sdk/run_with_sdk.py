"""Upserts, starts and follows the pipeline of the published notebooks with the SDK; prints one JSON document."""

import json
import sys

import botocore.exceptions
from notebook_pipeline import ROLE, NotebookPipeline

pipeline = NotebookPipeline().build(sys.argv[1])
runs = json.loads(sys.argv[2])
created = pipeline.upsert(role_arn=ROLE, tags=[{"Key": "team", "Value": "my-team"}])
again = pipeline.upsert(role_arn=ROLE, description="again", tags=[{"Key": "team", "Value": "my-team"}])

answer = {
    "created": created["PipelineArn"],
    "again": again["PipelineArn"],
    "version": again["PipelineVersionId"],
    "runs": [],
}
for parameters in runs:
    execution = pipeline.start(execution_display_name=pipeline.name, parameters=parameters)
    try:
        execution.wait(delay=1, max_attempts=300)
        waited = "succeeded"
    except botocore.exceptions.WaiterError as error:
        waited = str(error)
    answer["runs"].append(
        {
            "waited": waited,
            "execution": execution.describe(),
            "steps": execution.list_steps(),
            "parameters": execution.list_parameters()["PipelineParameters"],
        }
    )
print("ANSWER " + json.dumps(answer, default=str))
