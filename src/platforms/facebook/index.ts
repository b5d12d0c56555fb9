import type { Platform } from '../../model/platform.ts';
import { facebookLinks } from './links.ts';

export const platform: Platform = { name: 'facebook', title: 'Facebook', links: facebookLinks, readers: [] };
