import { join } from 'node:path';
import { MERMAID } from '../../scripts/lib/paths.mjs';

/** A graph as mermaid understands it. */
export interface Parsed {
  /** mermaid's name of the kind: `flowchart-v2`, `xychart`, `pie`. */
  type: string;
  /** What the text itself configures, by a directive or in its front matter. */
  config: object;
}

/** A flowchart as mermaid would draw it. */
export interface Flowchart extends Parsed {
  nodes: Array<{ id: string; label: string; shape: string; classes: string[]; active: boolean }>;
  edges: Array<{ from: string; to: string; label: string; stroke: string }>;
  classes: Record<string, string[]>;
  subgraphs: number;
}

interface Vertex {
  id: string;
  text: string;
  labelType: string;
  type: string;
  classes: string[];
  styles: string[];
  link?: string;
  haveCallback?: boolean;
}

interface Edge {
  start: string;
  end: string;
  text: string;
  stroke: string;
}

interface Mermaid {
  initialize(config: object): void;
  parse(text: string): Promise<{ diagramType: string; config: object }>;
  mermaidAPI: {
    getDiagramFromText(text: string): Promise<{
      db: {
        getVertices(): Map<string, Vertex>;
        getEdges(): Edge[];
        getClasses(): Map<string, { styles: string[] }>;
        getSubGraphs(): unknown[];
      };
    }>;
  };
}

let mermaid: Promise<Mermaid> | undefined;

/**
 * The published mermaid, as set-up has put it into .local. It cleans labels with DOMPurify, which wants a document when it
 * is loaded, and without what it works with leaves every text as it is.
 */
function published(): Promise<Mermaid> {
  mermaid ??= (async () => {
    const document = { nodeType: 9, createElement: () => ({}) };
    Object.assign(globalThis, { window: { document, Element: class {} } });
    const { default: loaded } = (await import(join(MERMAID, 'dist/mermaid.esm.min.mjs'))) as { default: Mermaid };
    loaded.initialize({ startOnLoad: false, securityLevel: 'strict' });
    return loaded;
  })();
  return mermaid;
}

/** @throws Error when mermaid refuses the text */
export async function parseGraph(text: string): Promise<Parsed> {
  const { diagramType, config } = await (await published()).parse(text);
  return { type: diagramType, config };
}

/** @throws Error when mermaid refuses the text */
export async function parseFlowchart(text: string): Promise<Flowchart> {
  const parsed = await parseGraph(text);
  const { db } = await (await published()).mermaidAPI.getDiagramFromText(text);
  return {
    ...parsed,
    nodes: [...db.getVertices().values()].map((vertex) => ({
      id: vertex.id,
      label: vertex.text,
      shape: vertex.type,
      classes: [...vertex.classes],
      active:
        vertex.link !== undefined ||
        vertex.haveCallback === true ||
        vertex.styles.length > 0 ||
        vertex.labelType !== 'string',
    })),
    edges: db.getEdges().map(({ start, end, text: label, stroke }) => ({ from: start, to: end, label, stroke })),
    classes: Object.fromEntries([...db.getClasses()].map(([name, { styles }]) => [name, styles])),
    subgraphs: db.getSubGraphs().length,
  };
}

/** The graphs in a Markdown text. */
export function graphsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(([, graph = '']) => graph);
}
