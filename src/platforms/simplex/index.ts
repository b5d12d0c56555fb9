import type { Platform } from '../../model/platform.ts';
import { simplexLinks } from './links.ts';

export const platform: Platform = { name: 'simplex', title: 'SimpleX', links: simplexLinks, readers: [] };
