import type { Platform } from '../../model/platform.ts';
import { stoatLinks } from './links.ts';

export const platform: Platform = { name: 'stoat', title: 'Stoat', links: stoatLinks, readers: [] };
