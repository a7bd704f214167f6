"""How numba goes through the functions of a kernel: what is inlined is not compiled by itself.

numba optimises every function alone before it links it into its callers: a rule would be optimised
once for itself and once more on each level of calls above it, the loop over dyads five times. Here
a function that will be inlined is linked as it was lowered, with those that it calls inlined; the
kernel is optimised and made into machine code once, as a whole.
"""

import gc
from typing import Any

from llvmlite.binding import Linkage
from numba import _dynfunc
from numba.core.codegen import JITCodeLibrary
from numba.core.compiler import Compiler, CompilerBase, DefaultPassBuilder, _LowerResult
from numba.core.compiler_machinery import register_pass
from numba.core.lowering import Lower
from numba.core.typed_passes import NativeLowering


class InlinedLibrary(JITCodeLibrary):  # type: ignore[misc,unused-ignore]
    """Code of a function that is only linked into others."""

    def finalize(self) -> None:
        """Link in what it calls and inline it; what comes of it is linked in as it is."""
        for library in dict.fromkeys(self._linking_libraries):
            self._reload_init.update(library._reload_init)
            self._final_module.link_in(library._get_module_for_linking(), preserve=True)
        codegen = self._codegen
        passes, builder = codegen._module_pass_manager(
            loop_vectorize=False, slp_vectorize=False, opt=codegen._opt_level, cost="cheap"
        )
        passes.run(self._final_module, builder)
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == Linkage.external:
                function.linkage = "linkonce_odr"
        self._finalize_dynamic_globals()
        self._shared_module = self._final_module
        self._finalized = True


@register_pass(mutates_CFG=True, analysis_only=False)
class InlinedLowering(NativeLowering):  # type: ignore[misc,unused-ignore]
    """Lowering to code that is linked into others and never called from Python."""

    _name = "inlined_lowering"

    def run_pass(self, state: Any) -> bool:
        """Lower the function, and make it known to its callers without making machine code."""
        target = state.targetctx
        state.library = InlinedLibrary(target.codegen(), state.func_id.func_qualname)
        state.flags.no_compile = True
        super().run_pass(state)
        lowered, name = state["cr"], state.func_id.func_name
        module = lowered.fndesc.lookup_module()
        never = _dynfunc.make_function(module, name, "", 0, lowered.env, (state.library,))
        target.insert_user_function(never, lowered.fndesc, [state.library])
        state["cr"] = _LowerResult(
            lowered.fndesc, lowered.call_helper, cfunc=never, env=lowered.env
        )
        return True


class AlignedLower(Lower):  # type: ignore[misc,unused-ignore]
    """Lowering of a function whose stack begins on a line of the cache, with the widest vectors.

    What does not fit into the registers is kept on the stack. LLVM aligns it there only if it knows
    of a reason before it hands out registers; else a vector of 64 bytes always lies on two lines of
    the cache, and one of 32 bytes does or does not, as chance has it in each process.

    LLVM takes vectors of half the width on some processors that have 512 bits, for the sake of code
    around them that is not vectors; nearly all of a kernel is.
    """

    def setup_function(self, fndesc: Any) -> None:
        """Begin the function."""
        super().setup_function(fndesc)
        self.function.attributes.add("noinline")  # attributes are written only if one has a name
        self.function.attributes.alignstack = 64
        # llvmlite would only take attributes that it knows
        set.add(self.function.attributes, '"prefer-vector-width"="512"')


@register_pass(mutates_CFG=True, analysis_only=False)
class KernelLowering(NativeLowering):  # type: ignore[misc,unused-ignore]
    """Lowering to code that is called from Python."""

    _name = "kernel_lowering"

    @property
    def lowering_class(self) -> type[Lower]:
        """What lowers the function."""
        return AlignedLower


def with_lowering(compiler: CompilerBase, lowering: type[NativeLowering]) -> list[Any]:
    """Return numba's one list of passes with another lowering."""
    passes = DefaultPassBuilder.define_nopython_pipeline(compiler.state)
    passes.passes = [
        (lowering if kind is NativeLowering else kind, text) for kind, text in passes.passes
    ]
    passes.finalize()
    return [passes]


class InlinedCompiler(CompilerBase):  # type: ignore[misc,unused-ignore]
    """numba's compiler of what is linked into others."""

    def define_pipelines(self) -> list[Any]:
        """Return the one list of passes."""
        return with_lowering(self, InlinedLowering)


class KernelCompiler(Compiler):  # type: ignore[misc,unused-ignore]
    """numba's compiler, during which no garbage is collected: nearly all lives until its end."""

    def define_pipelines(self) -> list[Any]:
        """Return the one list of passes."""
        return with_lowering(self, KernelLowering)

    def compile_extra(self, function: Any) -> Any:
        """Compile a function."""
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            return super().compile_extra(function)
        finally:
            if not gc.get_freeze_count():  # what was frozen before stays so
                gc.freeze()
                gc.unfreeze()  # what lives is old now, and not gone through at once
            if was_enabled:
                gc.enable()


#: Options of what is inlined: no wrapper for calls from elsewhere, no machine code.
INLINED = {
    "no_cfunc_wrapper": True,
    "no_cpython_wrapper": True,
    "no_rewrites": True,
    "pipeline_class": InlinedCompiler,
}
