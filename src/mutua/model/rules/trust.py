"""Trust within verb 5: it moves by surprise, and to what the other has shown."""

from typing import NamedTuple

from mutua.jit.compile import rule
from mutua.model.parameters.catalogue import Parameters
from mutua.model.rules.owe import share_kept
from mutua.model.rules.response import pos, share, toward
from mutua.model.state import Dyad, Feeling, Felt


class Attachment(NamedTuple):
    """What a side brings to learning from elsewhere: attachment, and a relative's criticism."""

    avoidance: float  # [0, 1]
    anxiety: float  # [0, 1]
    criticism: float  # units a week


@rule
def trust_by_surprise(
    feeling: Feeling, surprise: float, attached: Attachment, p: Parameters
) -> float:
    """Trust after a surprise, in [0, 1]: slow up, fast down, and a bond forgives.

    ``T + g s (1 - T)`` for a good surprise s, ``T - l |s| T (1 - b bond (1 - contract))`` for a bad
    one. The gain g is smaller for avoidant users (S001 item 81) and larger where gifts are not
    contracted (Molm, Takahashi & Peterson 2000); trust in gifts is of the person and resilient, in
    a deal it rests on the terms (Molm et al. 2009); in the anxious trust moves more both ways
    (theory.md 2E). Source: S000 item 41 and S002 item 114 (trust takes a long time); form after
    theory.md D1.
    """
    trust, free = feeling.trust, 1.0 - p.norm.contract
    moves = 1.0 + p.trust.anxiety * attached.anxiety
    gain = p.trust.gain * moves * (1.0 - p.trust.avoidance * attached.avoidance)
    gain = gain * (1.0 + p.trust.uncontracted * free)
    loss = p.trust.loss * moves * (1.0 - p.trust.buffer * feeling.bond * free)
    if surprise < 0.0:
        return share(trust + loss * surprise * trust)
    return share(trust + gain * surprise * (1.0 - trust))


@rule
def trust_by_evidence(trust: float, shown: float, avoidance: float, p: Parameters) -> float:
    """Trust after a visit, in [0, 1]: moved to what the other has shown, in the avoidant less up.

    ``T + e (shown - T)``, e less by ``w avoidance`` upwards. Source: S002 items 112-119 (what makes
    staff trusted), S001 item 81; Mayer, Davis & Schoorman 1995; form assumed.
    """
    slow = 1.0 - p.trust.avoidance * avoidance if shown > trust else 1.0
    return toward(trust, shown, p.trust.evidence * slow)


@rule
def shown_to_user(dyad: Dyad, felt: Felt) -> float:
    """Trustworthiness that a professional has shown, in [0, 1]: a mean of four things.

    Nothing outstanding, ``1 - rupture``; warmth, ``(1 + affect)/2``; respect for what one wants,
    ``1 - strain``; being known, understanding. Source: S002 items 112-119; equal weights assumed.
    """
    warm = 0.5 * (1.0 + dyad.professional.feeling.affect)
    respected = pos(1.0 - felt.strain)
    known = dyad.tie.talk.understanding
    return 0.25 * (1.0 - dyad.user.feeling.rupture + warm + respected + known)


@rule
def shown_to_professional(dyad: Dyad, adherence: float) -> float:
    """Trustworthiness that a user has shown, in [0, 1]: half of it adherence as it is seen.

    The other half is the mean of visits kept, warmth and being known. Source: S000 items 2 and 62
    (care for adherence), S002 items 112-119; weights assumed.
    """
    warm = 0.5 * (1.0 + dyad.user.feeling.affect)
    others = share_kept(dyad.tie.contact) + warm + dyad.tie.talk.understanding
    return 0.5 * adherence + others / 6.0
