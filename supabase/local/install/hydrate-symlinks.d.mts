export function hydrateSymlinks(packageName: string): void;
