import type { Platform } from '../../model/platform.ts';
import { lineLinks } from './links.ts';

export const platform: Platform = { name: 'line', title: 'LINE', links: lineLinks, readers: [] };
