export function init(): never { throw new Error(); }
