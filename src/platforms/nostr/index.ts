import type { Platform } from '../../model/platform.ts';
import { nostrLinks } from './links.ts';

export const platform: Platform = { name: 'nostr', title: 'Nostr', links: nostrLinks, readers: [] };
