import type { Platform } from '../../model/platform.ts';
import { matrixLinks } from './links.ts';

export const platform: Platform = { name: 'matrix', title: 'Matrix', links: matrixLinks, readers: [] };
