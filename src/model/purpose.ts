const ON_PURPOSE = /\b(?:one[ -](?:by|at)[ -](?:one|a[ -]time)|(\w{3,})[ -]by[ -]\1|individually|sequential(?:ly)?|serially|intentional(?:ly)?|on purpose|deliberate(?:ly)?)\b/i;

const HOOKS = /\b(?:signals?|overrid\w*|hooks?|listeners?|subscribers?|middleware|histor(?:y|ies)|audit\w*|bulk\w*|(?:update|create)Many)\b|\b(?:update|save)\(\)/gi;

/** What is still to be done is no decision for the way it is done now. */
const UNDECIDED = /\b(?:TODO|FIXME|XXX)\b/;

/** True where a comment leaves to be done what it speaks of, the lines that go on with it included. */
export function isUndecided(comment: string): boolean {
  return UNDECIDED.test(comment);
}

/** True where a comment says that rows are dealt with one by one on purpose: its author has decided. */
export function saysOnPurpose(comment: string): boolean {
  return ON_PURPOSE.test(comment) && !UNDECIDED.test(comment);
}

const NO_BULK = /\b(?:(?:do|does|can|could)(?:n['’]?t| not)|cannot|no|without|lacks?|missing)\b[^.]*\b(?:many|multiple|multi|bulk|batch\w*)\b/i;

/** True where a comment says that what is asked takes no list: its author would send one request if there were one. */
export function saysNoBulk(comment: string): boolean {
  return NO_BULK.test(comment) && !UNDECIDED.test(comment);
}

/**
 * True where a comment at a write speaks of what a bulk write passes by: its author knows of it and has decided.
 *
 * @param written what is written, in the words of the code: a comment on writes to an audit log names the log, no more
 */
export function speaksOfHooks(comment: string, written = ''): boolean {
  if (UNDECIDED.test(comment)) return false;
  const name = written.toLowerCase();
  return [...comment.matchAll(HOOKS)].some(([word]) => name === '' || !name.includes(word.toLowerCase().replace(/(?:y|ies|ing|ed|s)$/, '')));
}

/** What a sentence on writes speaks of. */
const WRITES = /\b(?:sav(?:es?|ed|ing)|writ\w+|delet\w+|updat\w+|creat\w+|insert\w*|remov\w+|signals?|hooks?)\b/i;

/** Words of a sentence that says why something is done, or what it is done instead of. */
const REASONS = /\b(?:so(?= that| the| each| every| any| all| it| its)|because|since|in order (?:to|that)|instead of|rather than|(?:do|does|would|will|must|should|can|could)(?:n['’]?t| not)|cannot|never|by-?pass\w*|skips?|needs?|(?:has|have) to|must|to (?:fire|trigger|run|send|emit|keep|make sure|ensure))\b/i;

/**
 * True where what is said of a whole function says why rows are written one by one in it: that signals or hooks have to run, or that it is done so on purpose.
 * Much else is said there, so that one sentence has to name the writes and the reason.
 */
export function explainsWrites(text: string): boolean {
  return text.split(/(?<=[.!?;])\s+|\n\s*\n/).some((sentence) => {
    if (UNDECIDED.test(sentence)) return false;
    return (ON_PURPOSE.test(sentence) && WRITES.test(sentence)) || (sentence.search(HOOKS) >= 0 && REASONS.test(sentence));
  });
}

const FEW = /\((?:few|rare)\)|\b(?:(?:only|just|very|at most)(?: a)? (?:few|handful)|(?:a|an?|few|at most \w+) (?:handful|small number) of|few in number|(?:is|are) rare|(?:is|are|happens?|runs?) (?:very |only )?rarely|never more than (?:a few|\d{1,2}|two|three|five|ten)|(?:usually|typically|normally|almost always) (?:just |only )?(?:one|1|a few|a single)|(?:one|1|a few|a single) (?:most of the time|in most cases)|(?:no|not an?|without any) performance (?:issue|problem|concern|impact))\b/i;

/** True where a comment says of what is gone through that it is little, or that it is hardly ever done. */
export function saysFew(comment: string): boolean {
  return FEW.test(comment) && !UNDECIDED.test(comment);
}

/** Lines above a loop whose comments are about the loop. */
export const LINES_ABOVE = 4;
