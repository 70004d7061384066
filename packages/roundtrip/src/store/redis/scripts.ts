import type { ClientContext, Result } from "ioredis";
import type { RedisClient } from "./client.js";

/*
 * What must happen as a whole runs inside Redis. Every script touches keys of one hash slot only, and takes
 * its time from Redis itself.
 */

const NOW = `local t = redis.call('TIME')
local now = t[1] * 1000 + t[2] / 1000`;

/**
 * A new run. `nonce` tells a command that was sent again after a lost answer from a second firing.
 * KEYS run · ARGV body nonce ttl
 */
const CREATE = `
if redis.call('HSETNX', KEYS[1], 'body', ARGV[1]) == 0 then
  return redis.call('HGET', KEYS[1], 'nonce') == ARGV[2] and 1 or 0
end
redis.call('HSET', KEYS[1], 'nonce', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

/** Whether a nonce is this run's: the first of its check that claims it has it. KEYS nonce · ARGV check id ttl */
const CLAIM_NONCE = `
redis.call('HSETNX', KEYS[1], ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return redis.call('HGET', KEYS[1], ARGV[1]) == ARGV[2] and 1 or 0`;

/** A run becomes the newest of its check, unless a newer one is. KEYS newest · ARGV id check firedAt ttl */
const BECOME_NEWEST = `
local newest = redis.call('HGET', KEYS[1], ARGV[2])
local at, id = string.match(newest or '', '^(%d+):(%x+)$')
if not at or tonumber(at) < tonumber(ARGV[3]) or (tonumber(at) == tonumber(ARGV[3]) and id < ARGV[1]) then
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3] .. ':' .. ARGV[1])
end
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 1`;

/** A new run's place in the lists of open ones and of all by age. KEYS open age · ARGV id firedAt */
const LIST = `
redis.call('ZADD', KEYS[1], ARGV[2], ARGV[1])
return redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])`;

/** Evidence of one run; what is there stays. KEYS evidence · ARGV ttl, then id and body of each */
const APPEND = `
for i = 2, #ARGV, 2 do redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) end
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return 1`;

/**
 * Evidence of one run, or nothing where edge and browser have said more than so much before.
 * KEYS evidence · ARGV most ttl, then id and body of each
 */
const APPEND_WITHIN = `
local kept = 0
for _, id in ipairs(redis.call('HKEYS', KEYS[1])) do
  if string.find(id, '^edge:') or string.find(id, '^browser:') then kept = kept + 1 end
end
if kept > tonumber(ARGV[1]) then return 0 end
for i = 3, #ARGV, 2 do redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) end
if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 1`;

/**
 * The first \`decidedAt\` stays, an older revision never replaces a newer, and \`changedAt\` is there once verdict or
 * cause is not the one before. Answers the run's body, or nil
 * where it changed nothing. KEYS run · ARGV decision decidedAt revisedAt
 */
const DECIDE = `
if redis.call('EXISTS', KEYS[1]) == 0 then return false end
local before = redis.call('HGET', KEYS[1], 'revisedAt')
if before and tonumber(before) > tonumber(ARGV[3]) then return false end
local function said(text)
  local decision = cjson.decode(text)
  return decision.verdict .. ' ' .. (type(decision.cause) == 'table' and decision.cause.code or '')
end
local kept = redis.call('HGET', KEYS[1], 'decision')
if kept and said(kept) ~= said(ARGV[1]) then redis.call('HSET', KEYS[1], 'changedAt', ARGV[3]) end
redis.call('HSETNX', KEYS[1], 'decidedAt', ARGV[2])
redis.call('HSET', KEYS[1], 'decision', ARGV[1], 'revisedAt', ARGV[3])
return redis.call('HGET', KEYS[1], 'body')`;

/** KEYS run · ARGV owner ttl */
const CLAIM = `
if redis.call('HEXISTS', KEYS[1], 'body') == 0 then return 0 end
${NOW}
local held = redis.call('HMGET', KEYS[1], 'owner', 'ownedUntil')
if held[1] and held[1] ~= ARGV[1] and tonumber(held[2]) >= now then return 0 end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'ownedUntil', string.format('%.3f', now + tonumber(ARGV[2])))
return 1`;

/**
 * The generic cell rate algorithm: one number, the time at which the budget is whole again. Answers 0 or the
 * milliseconds to wait. KEYS budget · ARGV cost and tolerance in milliseconds
 */
const TAKE = `
${NOW}
local cost = tonumber(ARGV[1])
local tolerance = tonumber(ARGV[2])
local free = tonumber(redis.call('GET', KEYS[1]) or '0')
local after = math.max(free, now) + cost
if after > now + tolerance then return math.max(1, math.ceil(after - now - tolerance)) end
redis.call('SET', KEYS[1], string.format('%.3f', after), 'PX', math.ceil(after - now) + 1000)
return 0`;

declare module "ioredis" {
  interface RedisCommander<Context extends ClientContext = { type: "default" }> {
    createRun(run: string, body: string, nonce: string, ttlMs: number): Result<number, Context>;
    claimNonce(nonce: string, check: string, id: string, ttlMs: number): Result<number, Context>;
    listRun(open: string, age: string, id: string, firedAt: number): Result<number, Context>;
    appendEvidence(evidence: string, ttlMs: number, ...idsAndBodies: string[]): Result<number, Context>;
    appendWithin(
      evidence: string,
      most: number,
      ttlMs: number,
      ...idsAndBodies: string[]
    ): Result<number, Context>;
    becomeNewest(
      newest: string,
      id: string,
      check: string,
      firedAt: number,
      ttlMs: number,
    ): Result<number, Context>;
    decideRun(
      run: string,
      decision: string,
      decidedAt: number,
      revisedAt: number,
    ): Result<string | null, Context>;
    claimRun(run: string, owner: string, ttlMs: number): Result<number, Context>;
    takeBudget(budget: string, costMs: number, toleranceMs: number): Result<number, Context>;
  }
}

/** Gives the client our scripts as commands: sent by their digest, and whole where Redis does not know them. */
export function defineScripts(client: RedisClient): void {
  client.defineCommand("createRun", { numberOfKeys: 1, lua: CREATE });
  client.defineCommand("claimNonce", { numberOfKeys: 1, lua: CLAIM_NONCE });
  client.defineCommand("listRun", { numberOfKeys: 2, lua: LIST });
  client.defineCommand("becomeNewest", { numberOfKeys: 1, lua: BECOME_NEWEST });
  client.defineCommand("appendEvidence", { numberOfKeys: 1, lua: APPEND });
  client.defineCommand("appendWithin", { numberOfKeys: 1, lua: APPEND_WITHIN });
  client.defineCommand("decideRun", { numberOfKeys: 1, lua: DECIDE });
  client.defineCommand("claimRun", { numberOfKeys: 1, lua: CLAIM });
  client.defineCommand("takeBudget", { numberOfKeys: 1, lua: TAKE });
}
