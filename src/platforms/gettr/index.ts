import type { Platform } from '../../model/platform.ts';
import { gettrLinks } from './links.ts';

export const platform: Platform = { name: 'gettr', title: 'GETTR', links: gettrLinks, readers: [] };
