import type { Platform } from '../../model/platform.ts';
import { gabLinks } from './links.ts';

export const platform: Platform = { name: 'gab', title: 'Gab', links: gabLinks, readers: [] };
