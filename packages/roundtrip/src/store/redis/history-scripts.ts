import type { ClientContext, Result } from "ioredis";
import type { RedisClient } from "./client.js";

/**
 * One verdict counted, and taken back where the run was counted before. Series and lists are trimmed a bounded
 * number at a time, since a script holds everybody up.
 * KEYS counted, 4 days, bad and good of the environment, bad and good of its release, environments, releases of
 * any environment, releases of this one
 * ARGV id revisedAt verdict latency check place bad firedAt environment release expireAt retentionMs
 */
const COUNT = `
local was = redis.call('HGET', KEYS[1], ARGV[1])
local at, verdict, latency = string.match(was or '', '^(%S+) (%S+) (%S*)$')
if at and tonumber(at) > tonumber(ARGV[2]) then return 0 end
for i = 2, 5 do
  if verdict then redis.call('HINCRBY', KEYS[i], ARGV[5] .. ' ' .. verdict, -1) end
  if latency and latency ~= '' then redis.call('HINCRBY', KEYS[i], ARGV[5] .. ' ' .. latency, -1) end
  redis.call('HINCRBY', KEYS[i], ARGV[5] .. ' ' .. ARGV[3], 1)
  if ARGV[4] ~= '' then redis.call('HINCRBY', KEYS[i], ARGV[5] .. ' ' .. ARGV[4], 1) end
  redis.call('PEXPIREAT', KEYS[i], ARGV[11])
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. ' ' .. ARGV[3] .. ' ' .. ARGV[4])
redis.call('PEXPIREAT', KEYS[1], ARGV[11])
local t = redis.call('TIME')
local oldest = t[1] * 1000 - tonumber(ARGV[12])
for i = 6, 8, 2 do
  local bad, good = KEYS[i], KEYS[i + 1]
  redis.call('ZREM', ARGV[7] == '1' and good or bad, ARGV[6])
  redis.call('ZADD', ARGV[7] == '1' and bad or good, 0, ARGV[6])
  for _, key in ipairs({bad, good}) do
    local old = redis.call('ZRANGEBYLEX', key, '-', '(' .. string.format('%015d', math.max(0, oldest)), 'LIMIT', 0, 100)
    if #old > 0 then redis.call('ZREM', key, unpack(old)) end
    redis.call('PEXPIRE', key, ARGV[12])
  end
end
for i = 10, 12 do
  local name = i == 10 and ARGV[9] or ARGV[10]
  local seen = redis.call('ZSCORE', KEYS[i], name)
  if not seen or tonumber(seen) < tonumber(ARGV[8]) then redis.call('ZADD', KEYS[i], ARGV[8], name) end
  local old = redis.call('ZRANGEBYSCORE', KEYS[i], '-inf', '(' .. oldest, 'LIMIT', 0, 100)
  if #old > 0 then redis.call('ZREM', KEYS[i], unpack(old)) end
  redis.call('PEXPIRE', KEYS[i], ARGV[12])
end
return 1`;

/**
 * The newest stretches of one series: of each the first and the last place, and the pass before and after it or
 * an empty text. With `until` those under way between. KEYS bad good · ARGV since limit until
 */
const STRETCHES = `
local found = {}
local between = ARGV[3] ~= ''
local pass = between and redis.call('ZRANGEBYLEX', KEYS[2], '[' .. ARGV[3], '+', 'LIMIT', 0, 1)[1]
local top = pass and ('(' .. pass) or '+'
while #found < tonumber(ARGV[2]) do
  local last = redis.call('ZREVRANGEBYLEX', KEYS[1], top, between and '-' or ('[' .. ARGV[1]), 'LIMIT', 0, 1)[1]
  if not last then break end
  local before = redis.call('ZREVRANGEBYLEX', KEYS[2], '(' .. last, '-', 'LIMIT', 0, 1)[1]
  local after = redis.call('ZRANGEBYLEX', KEYS[2], '(' .. last, '+', 'LIMIT', 0, 1)[1]
  local first = redis.call('ZRANGEBYLEX', KEYS[1], before and ('(' .. before) or '-', '+', 'LIMIT', 0, 1)[1]
  if between and after and after < ARGV[1] then break end
  if not between or first < ARGV[3] then found[#found + 1] = {first, last, before or '', after or ''} end
  if not before then break end
  top = '(' .. before
end
return found`;

declare module "ioredis" {
  interface RedisCommander<Context extends ClientContext = { type: "default" }> {
    countVerdict(...keysAndArguments: (string | number)[]): Result<number, Context>;
    findStretches(
      bad: string,
      good: string,
      since: string,
      limit: number,
      until: string,
    ): Result<string[][], Context>;
  }
}

export function defineHistoryScripts(client: RedisClient): void {
  client.defineCommand("countVerdict", { numberOfKeys: 12, lua: COUNT });
  client.defineCommand("findStretches", { numberOfKeys: 2, lua: STRETCHES });
}
