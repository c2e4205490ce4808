import { type ProcessingOptions, type ProcessingStep, processing } from './processing.ts';

export interface FrameworkProcessingOptions<Output extends string, File extends string>
  extends Omit<ProcessingOptions<Output, File>, 'entrypoint'> {
  /** S3 address of sourcedir.tar.gz. */
  sourceArchive: string;
  /** S3 address of the launcher script, which unpacks the archive and runs the program in it. */
  launcher: string;
}

/** The folders of the SageMaker SDK's FrameworkProcessor. Launcher scripts in the field rely on them. */
export const CODE_FOLDER = '/opt/ml/processing/input/code/';
export const ENTRYPOINT_FOLDER = '/opt/ml/processing/input/entrypoint';

/** Builds a Processing step that runs a folder of scripts. sourcedir.tar.gz and the launcher are two of its inputs. */
export function frameworkProcessing<const Output extends string, const File extends string = never>(
  options: FrameworkProcessingOptions<Output, File>,
): ProcessingStep<Output, File> {
  const { sourceArchive, launcher, ...rest } = options;
  const launcherName = launcher.slice(launcher.lastIndexOf('/') + 1);
  return processing<Output, File>({
    ...rest,
    entrypoint: ['/bin/bash', `${ENTRYPOINT_FOLDER}/${launcherName}`],
    inputs: [
      ...rest.inputs,
      { name: 'code', s3Uri: sourceArchive, localPath: CODE_FOLDER },
      { name: 'entrypoint', s3Uri: launcher, localPath: ENTRYPOINT_FOLDER },
    ],
  });
}
