import { type ProcessingOptions, type ProcessingStep, processing } from './processing.ts';

export interface FrameworkProcessingOptions<Output extends string, File extends string>
  extends Omit<ProcessingOptions<Output, File>, 'entrypoint'> {
  /** Address of sourcedir.tar.gz. */
  sourceArchive: string;
  /** Address of the launcher script, which unpacks the archive and runs the program in it. */
  launcher: string;
}

/** Folders are those of the SageMaker SDK's FrameworkProcessor, on which launcher scripts in the field rely. */
export const CODE_FOLDER = '/opt/ml/processing/input/code/';
export const ENTRYPOINT_FOLDER = '/opt/ml/processing/input/entrypoint';

/** A Processing step whose program is a folder of scripts: sourcedir.tar.gz and runproc.sh are two of its inputs. */
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
