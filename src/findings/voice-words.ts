/** What a likeness of voices says, in plain words. */

import type { ArchiveLikeness } from './voice-archive.ts';
import type { Judged } from './voice-judge.ts';

type Kind = 'text' | 'style' | 'rhythm';

const SUBJECT: Record<Kind, string> = {
  text: 'rare words in common',
  style: 'way of writing',
  rhythm: 'hours of posting',
};
const NOTHING: Record<Kind, string> = {
  text: 'too little own text to compare what they talk about',
  style: 'too little own text to compare how they write',
  rhythm: 'too few hours with posts to compare when they post',
};

/** `posts`: own posts compared of each. */
export function likenessDetail(kind: Kind, judged: Judged | null, posts: readonly [number, number]): string {
  if (judged === null) return NOTHING[kind];
  const compared = kind === 'rhythm' ? '' : ` (${posts[0]} and ${posts[1]} posts compared)`;
  if (judged.shareAbove === null) return `${SUBJECT[kind]} compared, in a pool too small to say how unusual this is${compared}`;
  if (judged.shareAbove > 0.5) return `${SUBJECT[kind]}: no more alike than most unrelated pairs${compared}`;
  return `${SUBJECT[kind]}: at most 1 in ${Math.floor(1 / judged.shareAbove)} unrelated pairs is so alike${compared}`;
}

export function archiveDetail({ copies, onlyThese, before }: ArchiveLikeness): string {
  if (copies === 0) return 'no posts in common that few others have';
  const posts = copies === 1 ? '1 post in common' : `${copies} posts in common`;
  const rare = onlyThese === copies ? 'which nobody else has' : `${onlyThese} of which nobody else has`;
  return `${posts}, ${rare}${before === 0 ? '' : `; ${before} of them appeared here first`}`;
}
