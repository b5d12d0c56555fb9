import type { Platform } from '../../model/platform.ts';
import { telegramDesktopHtml } from './desktop-html.ts';
import { telegramDesktopJson } from './desktop-json.ts';
import { telegramLinks } from './links.ts';
import { webOrAccount } from './mtproto.ts';
import { telegramWatch } from './watch.ts';

/** Telegram: what its own tools write, how its links look, and how it is watched: by its web preview, or by an account. */
export const platform: Platform = {
  name: 'telegram',
  title: 'Telegram',
  links: telegramLinks,
  readers: [telegramDesktopJson, telegramDesktopHtml],
  watch: webOrAccount(telegramWatch),
};
