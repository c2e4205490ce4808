import type { Expression, Query, QueryBody, Relation, Select, Slot } from './ast.ts';

/** What a walk over a query calls for each part, from the outside to the inside. */
export interface Visitor {
  query?(query: Query): void;
  select?(select: Select): void;
  relation?(relation: Relation): void;
  /** `inside` is the expression around it, if there is one. */
  expression?(expression: Expression, inside: Expression | undefined): void;
}

/** Visits a query and everything in it. */
export function walkQuery(query: Query, visitor: Visitor): void {
  visitor.query?.(query);
  for (const named of query.with) walkQuery(named.query, visitor);
  walkBody(query.body, visitor);
  for (const key of query.order) walkExpression(key.slot.node, visitor);
}

function walkBody(body: QueryBody, visitor: Visitor): void {
  if (body.kind === 'select') visitor.select?.(body);
  if (body.kind === 'select') for (const slot of selectSlots(body)) walkExpression(slot.node, visitor);
  if (body.kind === 'select') for (const relation of body.from) walkRelation(relation, visitor);
  if (body.kind === 'set') for (const operand of body.operands) walkBody(operand, visitor);
  if (body.kind === 'values') for (const row of body.rows) walkExpression(row.node, visitor);
  if (body.kind === 'nested') walkQuery(body.query, visitor);
}

/** All expressions of a SELECT, except those of its relations. */
export function selectSlots(select: Select): Slot[] {
  const items = select.items.flatMap((item) => (item.kind === 'expression' ? [item.slot] : []));
  const clauses = [select.where, ...(select.group?.keys ?? []), select.having];
  return [...items, ...clauses.filter((slot) => slot !== undefined)];
}

function walkRelation(relation: Relation, visitor: Visitor): void {
  visitor.relation?.(relation);
  if (relation.kind === 'query') walkQuery(relation.query, visitor);
  else if (relation.kind === 'join') {
    walkRelation(relation.first, visitor);
    for (const { right, on } of relation.steps) {
      walkRelation(right, visitor);
      if (on !== undefined) walkExpression(on.node, visitor);
    }
  } else {
    for (const slot of relation.slots) walkExpression(slot.node, visitor);
    if (relation.kind === 'function') for (const input of relation.inputs) walkRelation(input, visitor);
  }
}

/** Visits an expression and everything in it. */
export function walkExpression(expression: Expression, visitor: Visitor, inside?: Expression): void {
  visitor.expression?.(expression, inside);
  for (const slot of expression.slots) walkExpression(slot.node, visitor, expression);
  if (expression.kind === 'query') walkQuery(expression.query, visitor);
}
