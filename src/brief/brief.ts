/** The brief: what a case says so far, in one language, for one audience, every number with its evidence. */

import { pageOf } from './html.ts';
import type { BriefInput, Format, Language } from './input.ts';
import { markdownOf } from './markdown.ts';
import { tell } from './tell.ts';
import { ar } from './words/ar.ts';
import { en } from './words/en.ts';
import type { Words } from './words/words.ts';

const LANGUAGES: Record<Language, Words> = { en, ar };

/** One self-contained HTML page, or Markdown with footnotes. The same input gives the same bytes. */
export function renderBrief(input: BriefInput, language: Language, format: Format): string {
  const brief = tell(input, LANGUAGES[language]);
  return format === 'html' ? pageOf(brief, input.fonts) : markdownOf(brief);
}
