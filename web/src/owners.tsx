// Who answers for an element, and what to do when it fails: properties of the model, an element's own or of what it is part of.
import type { Model } from './api';
import { model } from './store';

type Element = Model['elements'][number];

function said(path: string, key: string): string | null {
  for (let element = find(path); element !== undefined; element = element.parent === null ? undefined : find(element.parent)) {
    const value = element.properties[key];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
  }
  return null;
}

function find(path: string): Element | undefined {
  return model.value?.elements.find((each) => each.path === path);
}

export function ownerOf(path: string): string | null {
  return said(path, 'owner');
}

/** A link that is followed only when it is one to a page; anything else is text. */
export function Runbook({ path }: { path: string }) {
  const runbook = said(path, 'runbook');
  if (runbook === null) return null;
  return /^https?:\/\//.test(runbook)
    ? <a href={runbook} target="_blank" rel="noreferrer noopener">runbook</a>
    : <span>runbook: {runbook}</span>;
}
