import type { Platform } from '../../model/platform.ts';
import { maxBotApi } from './bot-api.ts';
import { maxLinks } from './links.ts';
import { maxWatch } from './watch.ts';

export const platform: Platform = { name: 'max', title: 'MAX', links: maxLinks, readers: [maxBotApi], watch: maxWatch };
