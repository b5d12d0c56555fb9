import type { Platform } from '../../model/platform.ts';
import { blueskyLinks } from './links.ts';
import { blueskyWatch } from './watch.ts';

export const platform: Platform = { name: 'bluesky', title: 'Bluesky', links: blueskyLinks, readers: [], watch: blueskyWatch };
