import { Failure } from '../failure.ts';
import {
  ADOPTED_FROM,
  ENVIRONMENT,
  type ForeignResource,
  foreignText,
  foreignWayOut,
  type Owner,
  ownerTags,
  ownerText,
  resourceText,
} from '../observed/ownership.ts';
import type { Log } from '../ports/log.ts';
import type { SageMaker } from '../ports/sagemaker.ts';

/** A resource that a run took over, for its result. */
export interface AdoptedResource {
  kind: ForeignResource['kind'];
  name: string;
  arn: string;
  /** The owner before; null for none. */
  from: Owner | null;
}

/** The refusal of resources that the project does not own. `verb` changed nothing. */
export function notOurs(resources: readonly ForeignResource[], owner: Owner): Failure {
  return new Failure('not_ours', resources.map(foreignText).join('. '), {
    way_out: foreignWayOut(resources, owner),
    facts: { resources, owner },
  });
}

/**
 * Takes over resources when `adopt` is set: it writes the tags of the new owner, and one with the owner before. A run that is
 * stopped after that finds its own resources.
 * @throws Failure `not_ours` without `adopt`; `usage` for a run without a repository, which takes over nothing
 */
export async function adoptOrRefuse(
  sagemaker: Pick<SageMaker, 'addTags'>,
  resources: readonly ForeignResource[],
  { adopt, owner, log }: { adopt: boolean; owner: Owner; log: Log },
): Promise<AdoptedResource[]> {
  if (resources.length === 0) return [];
  if (!adopt) throw notOurs(resources, owner);
  refuseWithoutRepository(owner);
  const adopted: AdoptedResource[] = [];
  for (const resource of resources) {
    const { kind, name, arn, owner: from } = resource;
    await sagemaker.addTags(arn, {
      ...ownerTags(ownerFor(resource, owner)),
      // The tag of an environment cannot be taken away without another permission; empty counts as absent.
      ...(ownerFor(resource, owner).environment === null && from?.environment ? { [ENVIRONMENT]: '' } : {}),
      [ADOPTED_FROM]: ownerText(from),
    });
    log.info(`Adopted the ${resourceText(resource)} from ${ownerText(from)}`);
    adopted.push({ kind, name, arn, from });
  }
  return adopted;
}

/** @throws Failure `usage` for a run without a repository */
export function refuseWithoutRepository({ repository }: Owner): void {
  if (repository !== null) return;
  throw new Failure('usage', 'A run without a repository can adopt nothing: nobody could tell whose it is then', {
    way_out: 'Give --repository owner/name, or run it in a checkout with the remote origin.',
  });
}

/** Training pipeline and model package group belong to all environments of a project. */
function ownerFor({ kind }: ForeignResource, owner: Owner): Owner {
  return kind === 'training-pipeline' || kind === 'model-package-group' ? { ...owner, environment: null } : owner;
}
