import type { Platform } from '../../model/platform.ts';
import { mastodonLinks } from './links.ts';

export const platform: Platform = { name: 'mastodon', title: 'Mastodon', links: mastodonLinks, readers: [] };
