"""Section 3.4.16: random draws, word by word."""

from math import sqrt

from naive.response import CLASSES, Thing

WORD = 2**32
NEEDS = tuple(f"need.{r}" for r in CLASSES)
#: What the words of the blocks of each stream are; a star marks a shock.
TABLE = {
    1: "offered comes leaves shared* noise_user* noise_professional* noise_seen* life* "
    "asks answers enough moves need.love* need.status* need.information* need.money* "
    "need.goods* need.services* crisis calm",
    2: "severity preferred_control avoidance alternatives response trust anchor purse "
    "need.love need.status need.information need.money need.goods need.services rating_start* "
    "rating_end* - enough responsibility efficacy hope acceptance stigma burden "
    "goal_change goal_stability adherence crisis anxiety locus age male "
    "education referral relative expressed_emotion "
    "warmth attitude rating_satisfaction* rating_wellbeing*",
    3: "skill empathy reach preferred_control proneness trust anchor goal_change "
    "need.love need.status need.information need.money "
    "need.goods need.services flexibility attachment attitude outside_load age male "
    "standard",
    5: "understanding image_user image_professional",
}
PLACES = {stream: names.split() for stream, names in TABLE.items()}


def philox(counter, key):
    """Philox4x32-10 (Salmon et al. 2011)."""
    c, k = list(counter), list(key)
    for _ in range(10):
        a, b = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [b // WORD ^ c[1] ^ k[0], b % WORD, a // WORD ^ c[3] ^ k[1], a % WORD]
        k = [(k[0] + 0x9E3779B9) % WORD, (k[1] + 0xBB67AE85) % WORD]
    return c


def words(seed, replicate, slot, generation, week, stream, first, count):
    """Words of `stream` from block `first` on."""
    key, drawn, block = (seed % WORD, seed // WORD), [], first
    while len(drawn) < count:
        counter = slot, generation * 2**16 + week, replicate, stream * 2**16 + block
        drawn += philox(counter, key)
        block += 1
    return drawn[:count]


def uniform(word):
    return (word + 0.5) / WORD


def shock(word):
    return (sum(word.to_bytes(4, "big")) - 510) / sqrt((256**2 - 1) / 3)


def draws(stream, seed, replicate, slot, generation, week):
    """Decisions of a tie in a week, or of a person in week 0, by name."""
    places, named = PLACES[stream], Thing(need={})
    drawn = words(seed, replicate, slot, generation, week, stream, 0, len(places))
    for place, word in zip(places, drawn, strict=True):
        if place == "-":
            continue
        name = place.rstrip("*")
        value = shock(word) if place.endswith("*") else uniform(word)
        if name in NEEDS:
            named.need[name.removeprefix("need.")] = value
        else:
            setattr(named, name, value)
    return named


def professional_leaves(seed, replicate, slot, generation, week):
    """Whether a professional leaves spends the first word of the stream in that week."""
    return uniform(words(seed, replicate, slot, generation, week, 3, 0, 1)[0])


def allocation(seed, replicate, slot, unit):
    """Whether a user, a professional or a team is given the interventions, for good."""
    return uniform(words(seed, replicate, slot, 0, 0, 6, unit, 1)[0])


def of_ratings(seed, replicate, slot):
    """Shocks of the twelve items of four ratings: both early ones, both at the end."""
    return [
        [shock(word) for word in words(seed, replicate, slot, 0, 0, 4, 4 * occasion, 12)]
        for occasion in range(4)
    ]


def on_request(seed, replicate, slot, week):
    """Shocks of a rating on request, four to a block."""
    blocks = (16, 17, 18, 20, 21, 22, 24, 25, 26, 27)
    drawn = {block: words(seed, replicate, slot, 0, week, 4, block, 4) for block in blocks}
    return {block: [shock(word) for word in four] for block, four in drawn.items()}
