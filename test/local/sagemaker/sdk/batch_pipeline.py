"""Builds and runs the batch pipeline of the published notebooks with the SDK: preprocess, CreateModel, Transform."""

import json
import os
import sys
import time

import boto3
from notebook_pipeline import IMAGE_VERSION, PREFIX, ROLE, SCRIPTS
from sagemaker.inputs import TransformInput
from sagemaker.processing import FrameworkProcessor, ProcessingOutput
from sagemaker.sklearn.estimator import SKLearn
from sagemaker.sklearn.model import SKLearnModel
from sagemaker.transformer import Transformer
from sagemaker.workflow.execution_variables import ExecutionVariables
from sagemaker.workflow.functions import Join
from sagemaker.workflow.model_step import ModelStep
from sagemaker.workflow.pipeline import Pipeline
from sagemaker.workflow.pipeline_context import PipelineSession
from sagemaker.workflow.steps import ProcessingStep, TransformStep

session = PipelineSession(boto_session=boto3.Session())
bucket = session.default_bucket()
processor = FrameworkProcessor(
    estimator_cls=SKLearn,
    framework_version=IMAGE_VERSION,
    role=ROLE,
    instance_type="ml.c5.xlarge",
    instance_count=1,
    sagemaker_session=session,
)
preprocess = ProcessingStep(
    name="Preprocess-Data",
    step_args=processor.run(
        code="batch.py",
        source_dir=SCRIPTS,
        outputs=[
            ProcessingOutput(
                output_name="batch",
                source="/opt/ml/processing/batch",
                destination=Join(
                    on="/", values=[f"s3://{bucket}", PREFIX, ExecutionVariables.PIPELINE_EXECUTION_ID, "batch"]
                ),
            )
        ],
    ),
)
model = SKLearnModel(
    model_data=sys.argv[2],
    role=ROLE,
    entry_point=os.path.join(SCRIPTS, "inference.py"),
    framework_version=IMAGE_VERSION,
    sagemaker_session=session,
)
create = ModelStep(name="mlops-presto", step_args=model.create(instance_type="ml.m5.xlarge"))
batch = preprocess.properties.ProcessingOutputConfig.Outputs["batch"].S3Output.S3Uri
transform = TransformStep(
    name="mlops-RandomForestTransform",
    transformer=Transformer(
        model_name=create.properties.ModelName,
        instance_type="ml.m5.xlarge",
        instance_count=1,
        strategy="MultiRecord",
        assemble_with="Line",
        accept="text/csv",
        output_path=f"s3://{bucket}/predictions",
        sagemaker_session=session,
    ),
    inputs=TransformInput(data=batch, content_type="text/csv", split_type="Line"),
)
pipeline = Pipeline(name=sys.argv[1], steps=[preprocess, create, transform], sagemaker_session=session)
pipeline.upsert(role_arn=ROLE)
execution = pipeline.start()
while execution.describe()["PipelineExecutionStatus"] == "Executing":
    time.sleep(0.5)
objects = boto3.client("s3").list_objects_v2(Bucket=bucket, Prefix="predictions/").get("Contents", [])
outputs = {
    each["Key"]: boto3.client("s3").get_object(Bucket=bucket, Key=each["Key"])["Body"].read().decode()
    for each in objects
}
print("ANSWER " + json.dumps({"steps": execution.list_steps(), "outputs": outputs}, default=str))
