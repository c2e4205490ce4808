# mypy: disable-error-code="arg-type,no-untyped-call"
# The SDK's own annotations are incomplete, and its expressions are not of the types that its steps ask for.
"""Builds both pipeline definitions of the published notebooks with the SageMaker Python SDK 2.x, as the notebooks do.

It does in one process what `mlops render training` and `mlops render batch` do: it reads config.yml, packages
sagemaker-code and writes the definitions. The SDK uploads to S3 while it builds. This program answers those requests
itself, at once and with success, because the network is not measured. Any other call ends the program.

The SDK must find no file with defaults: this version checks such a file again for every value, which takes much longer
than the whole work.

Writes training.json and batch.json into a folder, and prints one JSON object: `sdk` and `python` (versions),
`import_seconds`, `build_seconds`, and `uploads`, the number of objects that the SDK put.

Usage: python sdk_definition.py CONFIG SOURCE_DIR OUTPUT_DIR
"""

from __future__ import annotations

import io
import json
import platform
import sys
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

STARTED = time.monotonic()

import boto3  # noqa: E402
import sagemaker  # noqa: E402
import yaml  # noqa: E402
from botocore.awsrequest import AWSResponse  # noqa: E402
from sagemaker.inputs import TrainingInput, TransformInput  # noqa: E402
from sagemaker.model_metrics import MetricsSource, ModelMetrics  # noqa: E402
from sagemaker.network import NetworkConfig  # noqa: E402
from sagemaker.parameter import CategoricalParameter, IntegerParameter  # noqa: E402
from sagemaker.processing import FrameworkProcessor, ProcessingInput, ProcessingOutput, ScriptProcessor  # noqa: E402
from sagemaker.sklearn.estimator import SKLearn  # noqa: E402
from sagemaker.sklearn.model import SKLearnModel  # noqa: E402
from sagemaker.transformer import Transformer  # noqa: E402
from sagemaker.tuner import HyperparameterTuner  # noqa: E402
from sagemaker.workflow.condition_step import ConditionStep  # noqa: E402
from sagemaker.workflow.conditions import ConditionGreaterThanOrEqualTo  # noqa: E402
from sagemaker.workflow.execution_variables import ExecutionVariables  # noqa: E402
from sagemaker.workflow.fail_step import FailStep  # noqa: E402
from sagemaker.workflow.functions import Join, JsonGet  # noqa: E402
from sagemaker.workflow.model_step import ModelStep  # noqa: E402
from sagemaker.workflow.parameters import ParameterFloat, ParameterInteger, ParameterString  # noqa: E402
from sagemaker.workflow.pipeline import Pipeline  # noqa: E402
from sagemaker.workflow.pipeline_context import PipelineSession  # noqa: E402
from sagemaker.workflow.properties import PropertyFile  # noqa: E402
from sagemaker.workflow.step_collections import RegisterModel  # noqa: E402
from sagemaker.workflow.steps import ProcessingStep, TransformStep, TuningStep  # noqa: E402

IMPORTED = time.monotonic()
ACCOUNT = "123456789012"


class Body(io.BytesIO):
    """The body of an answer, in the form that botocore gets from urllib3."""

    def stream(self, **_: Any) -> Iterator[bytes]:
        """Yields the whole body as one chunk."""
        yield self.read()


class OfflineSession:
    """A session of the SDK that answers every S3 request itself, before it is sent."""

    def __init__(self, region: str, bucket: str) -> None:
        self.uploads = 0
        bucket_entry = "<Bucket><Name>{}</Name><CreationDate>2026-01-01T00:00:00.000Z</CreationDate></Bucket>"
        self.buckets = "<ListAllMyBucketsResult><Buckets>{}</Buckets></ListAllMyBucketsResult>".format(bucket_entry.format(bucket)).encode()
        boto_session = boto3.Session(region_name=region, aws_access_key_id="bench", aws_secret_access_key="bench")
        boto_session.events.register("before-send", self.answer)
        self.session = PipelineSession(boto_session=boto_session, default_bucket=bucket)

    def answer(self, request: Any, event_name: str, **_: Any) -> AWSResponse:
        """Answers 200 to a request for S3, and ends the program for any other request."""
        if not event_name.startswith("before-send.s3."):
            raise SystemExit("the SDK called {}: {}".format(event_name, request.url))
        self.uploads += event_name.endswith(".PutObject")
        content = self.buckets if event_name.endswith(".ListBuckets") else b""
        return AWSResponse(request.url, 200, {}, Body(content))


class NotebookSettings:
    """The values and steps that both notebooks have in common."""

    def __init__(self, config: Dict[str, Any], source_dir: str) -> None:
        self.config, self.source_dir = config, source_dir
        aws = config["aws"]
        self.region: str = aws["region"]
        self.bucket: str = aws["s3_bucket"].format(region=self.region, account_id=ACCOUNT)
        self.role: str = aws["sagemaker_execution_role_arn"].format(account_id=ACCOUNT, role=aws["sagemaker_execution_role_name"])
        self.version: str = config["training_step"]["sklearn_framework_version"]
        self.features = json.dumps(config["training_step"]["training_features"])
        self.offline = OfflineSession(self.region, self.bucket)
        self.session = self.offline.session

    def string(self, name: str, value: str) -> ParameterString:
        """Makes a pipeline parameter."""
        return ParameterString(name=name, default_value=value)

    def connection(self) -> Dict[str, ParameterString]:
        """Makes the parameters of the server and of the columns, which both pipelines have."""
        presto, training = self.config["presto"], self.config["training_step"]
        return {
            "host": self.string("HostParameter", presto["host"]),
            "region": self.string("Region", self.region),
            "presto_credentials_key": self.string("PrestoParameter", presto["presto_credentials"]),
            "port": self.string("PortParameter", presto["parameter"]),
            "target": self.string("Target", training["training_target"]),
            "features": self.string("Feature", self.features),
            "presto_catalog": self.string("Catalog", presto["catalog"]),
            "presto_schema": self.string("Schema", presto["schema"]),
        }

    def destination(self, output: str) -> Join:
        """Returns the address in S3 where an execution writes an output."""
        prefix = self.config["aws"]["s3_prefix"]
        execution = ExecutionVariables.PIPELINE_EXECUTION_ID
        return Join(on="/", values=["s3://" + self.bucket, prefix, execution, output])

    def read_presto(
        self, script: str, instance: ParameterString, outputs: List[str], arguments: List[Any], network: Any = None
    ) -> ProcessingStep:
        """Makes the step that reads from Presto."""
        step = self.config["data_processing_step"]
        processor = FrameworkProcessor(
            estimator_cls=SKLearn,
            framework_version=self.version,
            role=self.role,
            instance_type=instance,
            instance_count=step["instance_count"],
            base_job_name=self.config["pipeline"]["base_job_name"],
            sagemaker_session=self.session,
            network_config=network,
            tags=step["tags"],
        )
        return ProcessingStep(
            name=step["step_name"],
            step_args=processor.run(
                code=script,
                source_dir=self.source_dir,
                outputs=[
                    ProcessingOutput(
                        output_name=output,
                        source="/opt/ml/processing/" + output,
                        destination=self.destination(output),
                    )
                    for output in outputs
                ],
                arguments=arguments,
            ),
        )

    @staticmethod
    def arguments(parameters: Dict[str, ParameterString]) -> List[Any]:
        """Returns the command line of a script that reads from Presto."""
        names = ("host", "port", "presto_credentials_key", "region", "presto_catalog", "presto_schema")
        return [word for name in names for word in ("--" + name, parameters[name])]


def training(settings: NotebookSettings) -> Pipeline:
    """Builds the pipeline of the first notebook: preprocess, tune, evaluate, and register or fail."""
    config = settings.config
    step, tuning, registering = config["training_step"], config["tuning_step"], config["register_model_step"]
    parameters = settings.connection()
    processing_instance = settings.string("ProcessingInstanceType", config["data_processing_step"]["processing_instance_type"])
    training_instance = settings.string("TrainingInstanceType", step["instance_type"])
    threshold = ParameterFloat(name="AccuracyConditionThreshold", default_value=config["evaluation_step"]["accuracy_condition_threshold"])
    group = settings.string("ModelGroup", registering["model_group"])
    parallel = ParameterInteger(name="MaximumParallelTrainingJobs", default_value=tuning["maximum_parallel_training_jobs"])
    jobs = ParameterInteger(name="MaximumTrainingJobs", default_value=tuning["maximum_training_jobs"])
    approval = settings.string("ModelApprovalStatus", registering["approval_status"])
    train_split = ParameterFloat(name="TrainSplit", default_value=step["train_split"])
    test_split = ParameterFloat(name="TestSplit", default_value=step["test_split"])

    splits = ["--train_split", train_split.to_string(), "--test_split", test_split.to_string()]
    preprocess = settings.read_presto(
        config["scripts"]["preprocess_data"],
        processing_instance,
        ["train", "validation", "test"],
        NotebookSettings.arguments(parameters) + splits,
        NetworkConfig(enable_network_isolation=False),
    )
    tune, estimator, best = tuning_step(settings, preprocess)
    evaluate, report = evaluation_step(settings, preprocess, best, parameters)
    register = registration_step(settings, estimator, best, group, approval)
    decide = condition_step(settings, evaluate, report, register, threshold)
    own = [processing_instance, training_instance, threshold, group, parallel, jobs, approval, train_split, test_split]
    return Pipeline(
        name=config["pipeline"]["training_pipeline_name"],
        parameters=[*own, *parameters.values()],
        steps=[preprocess, tune, evaluate, decide],
        sagemaker_session=settings.session,
    )


def make_estimator(settings: NotebookSettings) -> SKLearn:
    """Makes the estimator that the tuning step trains."""
    config, step = settings.config, settings.config["training_step"]
    names = ("n_estimators", "max_depth", "min_samples_split", "max_features")
    return SKLearn(
        entry_point=Path(config["scripts"]["training_script"]).name,
        source_dir=settings.source_dir,
        role=settings.role,
        instance_count=step["instance_count"],
        instance_type=step["instance_type"],
        framework_version=settings.version,
        base_job_name=step["base_job_name"],
        hyperparameters={
            **{name: step[name] for name in names},
            "features": step["training_features"],
            "target": step["training_target"],
        },
        sagemaker_session=settings.session,
        output_path="s3://{}/".format(settings.bucket),
        tags=step["tags"],
    )


def tuning_step(settings: NotebookSettings, preprocess: ProcessingStep) -> Tuple[TuningStep, SKLearn, Any]:
    """Makes the step that tunes; returns it with its estimator and the address of the best model."""
    tuning = settings.config["tuning_step"]
    estimator = make_estimator(settings)
    ranges = {
        name: IntegerParameter(*values) if isinstance(values[0], int) else CategoricalParameter(values)
        for name, values in tuning["hyperparam_ranges"].items()
    }
    tuner = HyperparameterTuner(
        estimator=estimator,
        objective_metric_name=tuning["objective_metric_name"],
        hyperparameter_ranges=ranges,
        metric_definitions=tuning["metric_definitions"],
        max_jobs=tuning["maximum_training_jobs"],
        max_parallel_jobs=tuning["maximum_parallel_training_jobs"],
        tags=settings.config["training_step"]["tags"],
    )
    outputs = preprocess.properties.ProcessingOutputConfig.Outputs
    inputs = {channel: TrainingInput(s3_data=outputs[channel].S3Output.S3Uri, content_type="text/csv") for channel in ("train", "test")}
    step = TuningStep(name=tuning["step_name"], step_args=tuner.fit(inputs=inputs))
    return step, estimator, step.get_top_model_s3_uri(top_k=0, s3_bucket=settings.bucket)


def evaluation_step(
    settings: NotebookSettings, preprocess: ProcessingStep, best: Any, parameters: Dict[str, ParameterString]
) -> Tuple[ProcessingStep, PropertyFile]:
    """Makes the step that evaluates the best model; returns it with its report."""
    evaluation = settings.config["evaluation_step"]
    test = preprocess.properties.ProcessingOutputConfig.Outputs["test"].S3Output.S3Uri
    report = PropertyFile(name="EvaluationReport", output_name="evaluation", path=evaluation["evaluation_filename"])
    step = ProcessingStep(
        name=evaluation["step_name"],
        step_args=ScriptProcessor(
            image_uri=sagemaker.image_uris.retrieve("sklearn", settings.region, version=settings.version),
            command=["python3"],
            instance_type=evaluation["instance_type"],
            instance_count=evaluation["instance_count"],
            role=settings.role,
            sagemaker_session=settings.session,
        ).run(
            code=str(Path(settings.source_dir) / Path(settings.config["scripts"]["evaluation"]).name),
            inputs=[
                ProcessingInput(source=best, destination="/opt/ml/processing/model", input_name="model.tar.gz"),
                ProcessingInput(source=test, destination="/opt/ml/processing/test", input_name="test.csv"),
            ],
            outputs=[
                ProcessingOutput(
                    output_name="evaluation",
                    source="/opt/ml/processing/evaluation",
                    destination=settings.destination("evaluation"),
                )
            ],
            arguments=["--target", parameters["target"], "--features", parameters["features"]],
        ),
        property_files=[report],
    )
    return step, report


def registration_step(
    settings: NotebookSettings, estimator: SKLearn, best: Any, group: ParameterString, approval: ParameterString
) -> RegisterModel:
    """Makes the step that registers the best model."""
    registering = settings.config["register_model_step"]
    filename = settings.config["evaluation_step"]["evaluation_filename"]
    statistics = Join(on="/", values=[settings.destination("evaluation"), filename])
    return RegisterModel(
        name=registering["step_name"],
        estimator=estimator,
        model_data=best,
        content_types=["text/csv"],
        response_types=["text/csv"],
        inference_instances=registering["inference_instance_types"],
        transform_instances=registering["transform_instance_types"],
        model_package_group_name=group,
        approval_status=approval,
        model_metrics=ModelMetrics(model_statistics=MetricsSource(s3_uri=statistics, content_type="application/json")),
        tags=registering["tags"],
    )


def condition_step(
    settings: NotebookSettings, evaluate: ProcessingStep, report: PropertyFile, register: RegisterModel, threshold: ParameterFloat
) -> ConditionStep:
    """Makes the step that registers the model when its accuracy reaches the threshold, and fails otherwise."""
    fail = FailStep(
        name=settings.config["fail_step"]["step_name"],
        error_message=Join(on=" ", values=["Execution failed due to Accuracy <", threshold]),
    )
    path = "binary_classification_metrics.accuracy.value"
    accuracy = JsonGet(step_name=evaluate.name, property_file=report, json_path=path)
    return ConditionStep(
        name=settings.config["condition_step"]["step_name"],
        conditions=[ConditionGreaterThanOrEqualTo(left=accuracy, right=threshold)],
        if_steps=[register],
        else_steps=[fail],
    )


def batch(settings: NotebookSettings) -> Pipeline:
    """Builds the pipeline of the second notebook: preprocess, create the model, transform."""
    config, step = settings.config, settings.config["transform_step"]
    name = config["register_model_step"]["model_name"]
    parameters = settings.connection()
    instance = settings.string("ProcessingInstanceType", config["data_processing_step"]["processing_instance_type"])
    preprocess = settings.read_presto(
        config["scripts"]["batch_transform_get_data"], instance, ["batch"], NotebookSettings.arguments(parameters)
    )
    model = SKLearnModel(
        model_data="s3://{}/{}/model/model.tar.gz".format(settings.bucket, name),
        role=settings.role,
        entry_point=Path(config["scripts"]["batch_inference"]).name,
        source_dir=settings.source_dir,
        framework_version=settings.version,
        sagemaker_session=settings.session,
    )
    create = ModelStep(name=name, step_args=model.create(instance_type=step["instance_type"]))
    transformer = Transformer(
        model_name=create.properties.ModelName,
        instance_type=step["instance_type"],
        instance_count=step["instance_count"],
        strategy="MultiRecord",
        assemble_with="Line",
        accept="text/csv",
        output_path="s3://" + settings.bucket,
        env={"START_TIME_UTC": "<UTC>", "END_TIME_UTC": "<UTC>"},
        tags=step["tags"],
        sagemaker_session=settings.session,
    )
    rows = preprocess.properties.ProcessingOutputConfig.Outputs["batch"].S3Output.S3Uri
    transform = TransformStep(
        name=step["step_name"],
        transformer=transformer,
        inputs=TransformInput(data=rows, content_type="text/csv", split_type="Line"),
    )
    return Pipeline(
        name=config["pipeline"]["transform_pipeline_name"],
        parameters=[instance, *parameters.values()],
        steps=[preprocess, create, transform],
        sagemaker_session=settings.session,
    )


def main(config_file: str, source_dir: str, output_dir: str) -> None:
    """Builds both definitions and prints how long it took."""
    settings = NotebookSettings(yaml.safe_load(Path(config_file).read_text(encoding="utf-8")), str(Path(source_dir).resolve()))
    for name, build in (("training", training), ("batch", batch)):
        definition = json.loads(build(settings).definition())
        (Path(output_dir) / (name + ".json")).write_text(json.dumps(definition, indent=2), encoding="utf-8")
    result = {
        "sdk": sagemaker.__version__,
        "python": platform.python_version(),
        "import_seconds": round(IMPORTED - STARTED, 3),
        "build_seconds": round(time.monotonic() - IMPORTED, 3),
        "uploads": settings.offline.uploads,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(*sys.argv[1:])
