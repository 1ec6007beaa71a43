import type { Makings } from '../../javascript/weight/makers.ts';

/** Models by whatever names hold them, documents that are made, and updates that insert what is missing. */
export const MONGOOSE_MAKINGS: Makings = {
  words: ['create', 'insertMany', 'save', 'bulkWrite', 'bulkSave', 'upsert', 'insertOne'],
  patterns: [
    /(?:\b(\w+)['"]?\s*\]?|\))\s*[?!]?\.\s*(?:create|insertMany|insertOne|bulkWrite|bulkSave|findOneAndUpdate|findByIdAndUpdate|updateOne|updateMany|replaceOne|findOneAndReplace)\s*(?:<[^>]*>)?\(/g,
    // a `ReviewController` is no review
    /\bnew\s+(?:this\s*\.\s*)?(?:\w+\s*\.\s*)?(?!\w+(?:Controller|Service|Router|Repository|Error|Schema)\s*\()(\w*[mM]odel|[A-Z]\w*)\s*\(/g,
  ],
  isExact: false,
  adapters: ['MongoDBAdapter', 'MongooseAdapter', 'mongodbAdapter'],
};
