import { type Json, nodeId, type Renderer } from './render.ts';
import type { CheckAnnotation, CheckRun, Repository } from './state.ts';

export function renderCheckRun(render: Renderer, repository: Repository, run: CheckRun): Json {
  const url = `${render.repositoryUrl(repository)}/check-runs/${run.id}`;
  const { annotations, ...output } = run.output;
  return {
    id: run.id,
    node_id: nodeId('CR', run.id),
    name: run.name,
    head_sha: run.head,
    external_id: run.externalId,
    url,
    html_url: `${render.html}/${repository.owner}/${repository.name}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.started,
    completed_at: run.completed,
    output: { ...output, annotations_count: annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: 1 },
    app: renderApp(render, run.app, repository),
    pull_requests: [],
  };
}

export function renderCheckAnnotation(
  render: Renderer,
  repository: Repository,
  run: CheckRun,
  annotation: CheckAnnotation,
): Json {
  return {
    ...{ start_column: null, end_column: null, title: null, raw_details: null },
    ...annotation,
    blob_href: `${render.html}/${repository.owner}/${repository.name}/blob/${run.head}/${annotation.path}`,
  };
}

function renderApp(render: Renderer, slug: string, repository: Repository): Json {
  return {
    id: 1,
    slug,
    node_id: nodeId('A', slug),
    owner: render.user('github'),
    name: slug,
    description: null,
    external_url: render.html,
    html_url: `${render.html}/apps/${slug}`,
    created_at: repository.created,
    updated_at: repository.created,
    permissions: { checks: 'write' },
    events: [],
  };
}
