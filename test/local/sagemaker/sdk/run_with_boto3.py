"""Uses boto3 for a pipeline: paginators, exceptions, idempotent start; prints one JSON document."""

import json
import sys
import time

import boto3

client = boto3.client("sagemaker")
name, definition = sys.argv[1], sys.stdin.read()
role = "arn:aws:iam::123456789012:role/service-role/SageMakerExecutionRole"
client.create_pipeline(PipelineName=name, PipelineDefinition=definition, RoleArn=role)
token = "t" * 32
first = client.start_pipeline_execution(PipelineName=name, ClientRequestToken=token)["PipelineExecutionArn"]
second = client.start_pipeline_execution(PipelineName=name, ClientRequestToken=token)["PipelineExecutionArn"]
while client.describe_pipeline_execution(PipelineExecutionArn=first)["PipelineExecutionStatus"] == "Executing":
    time.sleep(0.1)

pages = client.get_paginator("list_pipeline_execution_steps").paginate(
    PipelineExecutionArn=first, PaginationConfig={"PageSize": 1}
)
steps = [step for page in pages for step in page["PipelineExecutionSteps"]]
try:
    client.describe_pipeline(PipelineName="nothing")
    missing = None
except client.exceptions.ResourceNotFound as error:
    missing = error.response["Error"]
try:
    client.create_pipeline(PipelineName="broken", PipelineDefinition="{}", RoleArn=role)
    refused = None
except client.exceptions.ClientError as error:
    refused = error.response["Error"]
client.delete_pipeline(PipelineName=name)
print(
    "ANSWER "
    + json.dumps(
        {"first": first, "second": second, "steps": steps, "missing": missing, "refused": refused}, default=str
    )
)
