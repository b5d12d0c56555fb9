/** Two simple ways to compare names, to see what the rest is worth. */

import { fold } from '../src/text/fold.ts';
import type { Named } from './names-pairs.ts';

const plain = (name: string | null): string => fold(name ?? '').replace(/[^\p{L}\p{N}]+/gu, '');

/** The same after folding, without punctuation: 1, else 0. */
export function exact(a: Named, b: Named): number {
  const [t, h] = [plain(a.title), plain(a.handle)];
  return (t !== '' && t === plain(b.title)) || (h !== '' && h === plain(b.handle)) ? 1 : 0;
}

/** The better of the titles' and the handles' Jaro-Winkler similarity, folded. */
export function jaroWinkler(a: Named, b: Named): number {
  return Math.max(winkler(plain(a.title), plain(b.title)), winkler(plain(a.handle), plain(b.handle)));
}

/** The better of the titles' and the handles' edit similarity: 1 − Levenshtein / the longer length, folded. */
export function edit(a: Named, b: Named): number {
  return Math.max(levenshtein(plain(a.title), plain(b.title)), levenshtein(plain(a.handle), plain(b.handle)));
}

function levenshtein(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return 1 - (row[b.length] ?? 0) / Math.max(a.length, b.length);
}

function winkler(a: string, b: string): number {
  if (a === '' || b === '') return 0;
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: string[] = [];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j += 1) {
      if (taken.has(j) || a[i] !== b[j]) continue;
      taken.add(j);
      matched.push(a.charAt(i));
      break;
    }
  }
  if (matched.length === 0) return 0;
  const other = [...taken].sort((x, y) => x - y).map((j) => b.charAt(j));
  const swaps = matched.filter((char, i) => char !== other[i]).length / 2;
  const m = matched.length;
  const jaro = (m / a.length + m / b.length + (m - swaps) / m) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}
