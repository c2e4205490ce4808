"""Registers, approves, serves and deletes a model with boto3, with its paginators and waiters.

Prints the responses as JSON.
"""

import io
import json
import sys
import tarfile

import boto3
from botocore.exceptions import ClientError, WaiterError

INFERENCE = """
import json
def model_fn(model_dir):
    return float(open(model_dir + "/factor").read())
def input_fn(body, content_type):
    return [float(line) for line in body.splitlines()]
def predict_fn(data, model):
    return [each * model for each in data]
def output_fn(prediction, accept):
    return "\\n".join(map(str, prediction)), "text/csv"
"""

image, factor = sys.argv[1], sys.argv[2]
sagemaker = boto3.client("sagemaker")
runtime = boto3.client("sagemaker-runtime")
s3 = boto3.client("s3")
responses: dict[str, object] = {}


def archive(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(text)
            tar.addfile(info, io.BytesIO(text.encode()))
    return buffer.getvalue()


def refuse_error(call, **arguments) -> list[str]:
    try:
        call(**arguments)
    except ClientError as error:
        return [error.response["Error"]["Code"], error.response["Error"]["Message"]]
    raise AssertionError("the call was accepted")


s3.create_bucket(Bucket="boto3-models")
s3.put_object(Bucket="boto3-models", Key="model.tar.gz", Body=archive({"factor": factor}))
s3.put_object(Bucket="boto3-models", Key="code.tar.gz", Body=archive({"inference.py": INFERENCE}))
container = {
    "Image": image,
    "ModelDataUrl": "s3://boto3-models/model.tar.gz",
    "Environment": {
        "SAGEMAKER_PROGRAM": "inference.py",
        "SAGEMAKER_SUBMIT_DIRECTORY": "s3://boto3-models/code.tar.gz",
    },
}
sagemaker.create_model_package_group(ModelPackageGroupName="boto3-group")
for _ in range(12):
    arn = sagemaker.create_model_package(
        ModelPackageGroupName="boto3-group",
        InferenceSpecification={
            "Containers": [container],
            "SupportedContentTypes": ["text/csv"],
        },
    )["ModelPackageArn"]
sagemaker.update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved", ApprovalDescription="boto3")
pages = sagemaker.get_paginator("list_model_packages").paginate(
    ModelPackageGroupName="boto3-group", PaginationConfig={"PageSize": 5}
)
responses["versions"] = [[each["ModelPackageVersion"] for each in page["ModelPackageSummaryList"]] for page in pages]
responses["package"] = sagemaker.describe_model_package(ModelPackageName=arn)["ModelApprovalStatus"]

sagemaker.create_model(ModelName="boto3-model", PrimaryContainer={"ModelPackageName": arn})
sagemaker.create_endpoint_config(
    EndpointConfigName="boto3-config",
    ProductionVariants=[
        {
            "VariantName": "AllTraffic",
            "ModelName": "boto3-model",
            "InstanceType": "ml.m5.large",
            "InitialInstanceCount": 1,
        }
    ],
)
sagemaker.create_endpoint(EndpointName="boto3-endpoint", EndpointConfigName="boto3-config")
sagemaker.get_waiter("endpoint_in_service").wait(
    EndpointName="boto3-endpoint", WaiterConfig={"Delay": 1, "MaxAttempts": 240}
)
answer = runtime.invoke_endpoint(
    EndpointName="boto3-endpoint",
    ContentType="text/csv",
    Accept="text/csv",
    Body=b"1\n2.5",
)
responses["answer"] = [
    answer["Body"].read().decode(),
    answer["ContentType"],
    answer["InvokedProductionVariant"],
]
responses["model_error"] = refuse_error(
    runtime.invoke_endpoint,
    EndpointName="boto3-endpoint",
    ContentType="text/csv",
    Body=b"not a number",
)
responses["missing"] = refuse_error(sagemaker.describe_endpoint, EndpointName="nothing")
responses["twice"] = refuse_error(
    sagemaker.create_endpoint,
    EndpointName="boto3-endpoint",
    EndpointConfigName="boto3-config",
)
responses["name"] = refuse_error(sagemaker.create_model_package_group, ModelPackageGroupName="no blanks")
sagemaker.delete_endpoint(EndpointName="boto3-endpoint")
sagemaker.get_waiter("endpoint_deleted").wait(
    EndpointName="boto3-endpoint", WaiterConfig={"Delay": 1, "MaxAttempts": 240}
)
try:
    sagemaker.get_waiter("endpoint_in_service").wait(
        EndpointName="boto3-endpoint", WaiterConfig={"Delay": 1, "MaxAttempts": 2}
    )
except WaiterError as error:
    responses["waiter"] = error.last_response["Error"]["Code"]
print(json.dumps(responses))
