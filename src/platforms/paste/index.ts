import type { Platform } from '../../model/platform.ts';
import { pasteLinks } from './links.ts';

export const platform: Platform = { name: 'paste', title: 'Paste sites and link hubs', links: pasteLinks, readers: [] };
