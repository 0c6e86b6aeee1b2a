-- Macros for addresses, which the flow table keeps as two signed 64-bit halves.
--   ip(hi, lo)             canonical text (RFC 5952); IPv4 as a dotted quad
--   in_net(hi, lo, cidr)   whether the address lies in a range, IPv4 or IPv6
-- Everything that depends on the range alone is folded to a constant by the engine.

CREATE OR REPLACE MACRO _is_v4(hi, lo) AS hi = 0 AND (lo >> 32) = 65535;

CREATE OR REPLACE MACRO _quad(lo) AS
    concat_ws('.', (lo >> 24) & 255, (lo >> 16) & 255, (lo >> 8) & 255, lo & 255);

CREATE OR REPLACE MACRO _groups(hi, lo) AS
    format('{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}',
           (hi >> 48) & 65535, (hi >> 32) & 65535, (hi >> 16) & 65535, hi & 65535,
           (lo >> 48) & 65535, (lo >> 32) & 65535, (lo >> 16) & 65535, lo & 65535);

-- The longest run of zero groups becomes `::`, the first of equals; a single zero stays.
CREATE OR REPLACE MACRO _short(text) AS CASE
    WHEN text = '0:0:0:0:0:0:0:0' THEN '::'
    WHEN regexp_matches(text, '(^|:)0(:0){6}(:|$)') THEN regexp_replace(text, '(^|:)0(:0){6}(:|$)', '::')
    WHEN regexp_matches(text, '(^|:)0(:0){5}(:|$)') THEN regexp_replace(text, '(^|:)0(:0){5}(:|$)', '::')
    WHEN regexp_matches(text, '(^|:)0(:0){4}(:|$)') THEN regexp_replace(text, '(^|:)0(:0){4}(:|$)', '::')
    WHEN regexp_matches(text, '(^|:)0(:0){3}(:|$)') THEN regexp_replace(text, '(^|:)0(:0){3}(:|$)', '::')
    WHEN regexp_matches(text, '(^|:)0(:0){2}(:|$)') THEN regexp_replace(text, '(^|:)0(:0){2}(:|$)', '::')
    WHEN regexp_matches(text, '(^|:)0:0(:|$)') THEN regexp_replace(text, '(^|:)0:0(:|$)', '::')
    ELSE text END;

CREATE OR REPLACE MACRO ip(hi, lo) AS
    CASE WHEN _is_v4(hi, lo) THEN _quad(lo) ELSE _short(_groups(hi, lo)) END;

-- The eight groups of an IPv6 text; `::` stands for as many zeros as are missing.
CREATE OR REPLACE MACRO _parts(text) AS
    list_filter(string_split(text, ':'), lambda part: part <> '');
CREATE OR REPLACE MACRO _eight(text) AS CASE WHEN contains(text, '::') THEN
    list_concat(
        _parts(split_part(text, '::', 1)),
        list_concat(
            list_transform(
                range(8 - len(_parts(split_part(text, '::', 1))) - len(_parts(split_part(text, '::', 2)))),
                lambda _: '0'),
            _parts(split_part(text, '::', 2))))
    ELSE _parts(text) END;
CREATE OR REPLACE MACRO _number(text) AS list_reduce(
    list_transform(_eight(text), lambda part: TRY_CAST('0x' || part AS INTEGER)::UHUGEINT),
    lambda high, low: high * 65536 + low);
CREATE OR REPLACE MACRO _signed(half) AS
    CASE WHEN half > 9223372036854775807 THEN half::HUGEINT - 18446744073709551616 ELSE half::HUGEINT END::BIGINT;
CREATE OR REPLACE MACRO _octet(text, place) AS TRY_CAST(split_part(text, '.', place) AS BIGINT);

CREATE OR REPLACE MACRO ip_hi(text) AS CASE WHEN contains(text, ':') THEN _signed(_number(text) >> 64) ELSE 0 END;
CREATE OR REPLACE MACRO ip_lo(text) AS CASE WHEN contains(text, ':') THEN _signed(_number(text) & 18446744073709551615::UHUGEINT) ELSE
    281470681743360 + _octet(text, 1) * 16777216 + _octet(text, 2) * 65536
    + _octet(text, 3) * 256 + _octet(text, 4) END;

CREATE OR REPLACE MACRO _bits(cidr) AS
    CASE WHEN NOT contains(cidr, '/') THEN 128
         WHEN contains(cidr, ':') THEN TRY_CAST(split_part(cidr, '/', 2) AS INTEGER)
         ELSE 96 + TRY_CAST(split_part(cidr, '/', 2) AS INTEGER) END;
CREATE OR REPLACE MACRO _mask(bits) AS
    CASE WHEN bits <= 0 THEN 0::BIGINT
         ELSE (-(1::HUGEINT << (64 - least(64, greatest(1, bits)))))::BIGINT END;
-- First and last half of a range, as signed numbers; a range is two comparisons of each half with
-- constants, which lets the engine pass over row groups.
CREATE OR REPLACE MACRO _first(half, bits) AS
    CASE WHEN bits <= 0 THEN -9223372036854775808 ELSE half & _mask(bits) END::BIGINT;
CREATE OR REPLACE MACRO _last(half, bits) AS
    CASE WHEN bits <= 0 THEN 9223372036854775807 ELSE half | ~_mask(bits) END::BIGINT;
CREATE OR REPLACE MACRO in_net(hi, lo, cidr) AS
    hi BETWEEN _first(ip_hi(split_part(cidr, '/', 1)), _bits(cidr)) AND _last(ip_hi(split_part(cidr, '/', 1)), _bits(cidr))
    AND lo BETWEEN _first(ip_lo(split_part(cidr, '/', 1)), _bits(cidr) - 64) AND _last(ip_lo(split_part(cidr, '/', 1)), _bits(cidr) - 64);
