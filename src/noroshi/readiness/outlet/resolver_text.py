"""Resolver text: what makes Knot Resolver act by a file of the policy zone, and tell of it."""

import re

from noroshi.spine.model import ConfigError

_PATH = re.compile(r"/[A-Za-z0-9._/-]{1,1000}")

_KRESD = """\
-- Noroshi's policy file: read again within a second of a change, and an unreadable one changes nothing
local noroshi = {{ path = '{path}' }}

function noroshi.mark()
    local file = io.open(noroshi.path, 'rb')
    if not file then return nil end
    local line = file:read('*l')
    file:close()
    return line
end

function noroshi.load()
    local mark = noroshi.mark()
    if mark == nil or mark == noroshi.seen then return end
    noroshi.seen = mark
    local read, rule = pcall(policy.rpz, policy.DENY, noroshi.path, false)
    if read then noroshi.rule = rule end
end

-- PASS would end the rules below, such as forwarding; a name that is only told of goes on through them
function noroshi.act(request, query)
    local action = noroshi.rule and noroshi.rule(request, query)
    if not action then return nil end
    local passes = action == policy.PASS
    if request.qsource.addr ~= nil then
        local client = string.gsub(tostring(request.qsource.addr), '#', '@')
        log_notice(require('ffi').C.LOG_GRP_POLICY, 'rpz: applied [noroshi] %s rpz-%s %s ',
            kres.dname2str(query:name()), passes and 'passthru' or 'nxdomain', client)
    end
    if passes then return nil end
    return action
end

noroshi.load()
event.recurrent(1 * sec, noroshi.load)
policy.add(noroshi.act)
"""


def kresd_policy(path: str) -> str:
    """`kresd.conf` of Knot Resolver 5, in Lua; it belongs before rules that forward or answer.

    Raises:
        ConfigError: The path has signs that could end a statement, or begins nowhere.
    """
    if not _PATH.fullmatch(path):
        raise ConfigError(f"{path!r} is no whole path of plain signs; write /var/lib/…/noroshi.rpz")
    return _KRESD.format(path=path)
