import type { Platform } from '../../model/platform.ts';
import { telegramDesktopHtml } from './desktop-html.ts';
import { telegramDesktopJson } from './desktop-json.ts';
import { telegramLinks } from './links.ts';

/** Telegram: what its own tools write, and how its links look. */
export const platform: Platform = {
  name: 'telegram',
  title: 'Telegram',
  links: telegramLinks,
  readers: [telegramDesktopJson, telegramDesktopHtml],
};
